package dev.vernier.spark.tune;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.engine.Net;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastPair;
import dev.vernier.spark.broadcast.PairLoader;
import dev.vernier.spark.broadcast.SampleFeed;
import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.score.Metric;
import dev.vernier.spark.score.NetScore;
import dev.vernier.spark.score.Truth;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import dev.vernier.spark.tune.Trials.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds few layers that have to stay fp32 so that an int8 net is at most so much worse than the
 * fp32 one, and writes the table without them. One pass ranks all layers by what each does to the
 * output when it alone is int8; each further pass scores a dozen choices; the result is verified on
 * samples that the search has not seen.
 */
public final class TuneJob {
  /** Shares of the same count must not fall short by a rounding of doubles. */
  private static final double ROUNDING = 1e-9;

  private final SparkSession spark;
  private final Progress progress;

  /** A job in this session that tells {@code progress} how far it is. */
  public TuneJob(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Does it. The table and its reasons appear when all is done, each as a whole.
   *
   * @throws JobException if something is missing, does not fit, too few samples are usable, no
   *     layer can be int8 within the limit, or a record is bad in FAILFAST
   * @throws dev.vernier.engine.NetException if the net's files are wrong or the table does not fit
   */
  public TuneResult execute(TuneOptions options) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("tune: listing samples");
      SampleSet samples =
          new SampleSources(spark).open(options.inputs(), options.run().partitions());
      steps.step("tune: reading the net");
      try (PairLoader loader = new PairLoader(context, options.net(), options.run().kernels())) {
        return new Run(options, context, steps, samples, loader).tune();
      }
    }
  }

  /** One execution. */
  private final class Run {
    private final long start = System.nanoTime();
    private final TuneOptions options;
    private final JavaSparkContext context;
    private final JobSteps steps;
    private final SampleSet samples;
    private final PairLoader loader;
    private final CalibrationTable table;
    private final AnswerReader reader;
    private final SeenCounters seen = new SeenCounters(spark.sparkContext());
    private final int output;

    private Run(
        TuneOptions options,
        JavaSparkContext context,
        JobSteps steps,
        SampleSet samples,
        PairLoader loader) {
      this.options = options;
      this.context = context;
      this.steps = steps;
      this.samples = samples;
      this.loader = loader;
      this.table = loader.table(options.table());
      this.reader = AnswerReader.of(context, options.answers());
      Net net = loader.real().net();
      String blob = options.answers().blob();
      this.output = (blob.isEmpty() ? net.outputs().get(0) : net.blob(blob)).index();
      // Errors that any task would meet are better met here, once.
      new SampleFeed(net, samples.inputs(), options.run().mode(), seen);
    }

    private TuneResult tune() {
      double used =
          options.samples() == 0 ? 1 : Math.min(1, (double) options.samples() / samples.count());
      SampleSplit split = new SampleSplit(used, options.heldBack());
      JavaRDD<LabelledSample> all =
          Truth.of(context, samples, options.answers())
              .join(
                  samples.rows().javaRDD(),
                  new SampleReader(samples, context.hadoopConfiguration()))
              .filter(split::isUsed);
      // The bytes as they are stored: they are decoded in every pass, but read only once.
      all.persist(StorageLevel.MEMORY_AND_DISK());
      try (BroadcastPair pair = loader.with(table, samples)) {
        return tune(
            pair, all.filter(sample -> !split.isHeldBack(sample)), all.filter(split::isHeldBack));
      } finally {
        all.unpersist(false);
      }
    }

    private TuneResult tune(
        BroadcastPair pair, JavaRDD<LabelledSample> seenSamples, JavaRDD<LabelledSample> heldBack) {
      NetPair nets = pair.pair();
      List<String> names = candidates(nets);
      TuneScores effects =
          pass("ranking " + names.size() + " layers", new SingleLayers(), pair, seenSamples);
      requireSamples(effects, "for ranking");
      Metric metric = Metric.of(effects.real());
      List<TuneResult.RankedLayer> ranked = ranked(nets, names, effects, metric);
      List<String> ranking = ranked.stream().map(TuneResult.RankedLayer::layer).toList();

      LayerSearch search =
          new LayerSearch(ranking, kept -> outcomes("searching", kept, metric, pair, seenSamples));
      List<String> found = search.search(List.of());
      LayerSearch verification =
          new LayerSearch(
              ranking,
              kept ->
                  worse(
                      outcomes("verifying", kept, metric, pair, heldBack),
                      outcomes("verifying", kept, metric, pair, seenSamples)));
      List<String> kept = verification.search(found);
      if (kept.size() == ranking.size()) {
        throw new JobException(
            "no layer can be int8 with "
                + metric.label()
                + " at most "
                + options.maxDrop()
                + " percentage points below fp32; another calibration method or a larger"
                + " --max-drop may help");
      }
      return finish(
          new Found(metric, ranked, found, kept, search, verification.tried()),
          nets,
          pair,
          effects,
          seenSamples,
          heldBack);
    }

    /** Layers that the table quantises: without its lines they stay fp32. */
    private List<String> candidates(NetPair nets) {
      Set<String> lines = new HashSet<>();
      table.lines().forEach(line -> lines.add(line.layer()));
      return nets.quantizedNames().stream().filter(lines::contains).toList();
    }

    private List<TuneResult.RankedLayer> ranked(
        NetPair nets, List<String> names, TuneScores effects, Metric metric) {
      List<String> all = nets.quantizedNames();
      return names.stream()
          .map(
              name -> {
                NetScore score = effects.forms().get(all.indexOf(name));
                return new TuneResult.RankedLayer(name, score.output().sqnr(), metric.value(score));
              })
          .sorted(Comparator.comparingDouble(TuneResult.RankedLayer::sqnr))
          .toList();
    }

    /** Whether choices are at most the allowed drop below the fp32 net on these samples. */
    private List<Outcome> outcomes(
        String what,
        List<Set<String>> kept,
        Metric metric,
        BroadcastPair pair,
        JavaRDD<LabelledSample> part) {
      TuneScores scores = trial(what, kept, pair, part);
      requireSamples(scores, "for " + what);
      double least = metric.value(scores.real()) - options.maxDrop() / 100 - ROUNDING;
      return scores.forms().stream()
          .map(
              score ->
                  new Outcome(
                      metric.value(score) >= least, metric.value(score), score.output().noise()))
          .toList();
    }

    /** For every choice the outcome that is not good, if one of both is not. */
    private static List<Outcome> worse(List<Outcome> first, List<Outcome> second) {
      List<Outcome> worse = new ArrayList<>();
      for (int i = 0; i < first.size(); i++) {
        worse.add(first.get(i).good() ? second.get(i) : first.get(i));
      }
      return worse;
    }

    private TuneScores trial(
        String what, List<Set<String>> kept, BroadcastPair pair, JavaRDD<LabelledSample> part) {
      return pass(what + ", " + kept.size() + " choices", MixedNets.of(kept), pair, part);
    }

    private TuneScores pass(
        String what, TunePass.Forms forms, BroadcastPair pair, JavaRDD<LabelledSample> part) {
      steps.step("tune: " + what);
      try {
        return new TunePass(
                forms, pair, samples.inputs(), output, reader, options.run().mode(), seen)
            .over(part);
      } catch (Exception e) {
        // Spark throws checked exceptions of Scala that it does not declare.
        throw JobFailures.of(what + " failed", e);
      }
    }

    private void requireSamples(TuneScores scores, String what) {
      if (scores.real().samples() == 0) {
        List<BadRecord> bad = scores.bad().first();
        throw new JobException(
            "no usable sample is left "
                + what
                + (bad.isEmpty()
                    ? ": give more samples, or another --held-back"
                    : ", the first bad one: " + bad.get(0).name() + ": " + bad.get(0).reason()));
      }
    }

    /** Measures what the written table really gives, before and after, and writes it. */
    private TuneResult finish(
        Found found,
        NetPair nets,
        BroadcastPair pair,
        TuneScores effects,
        JavaRDD<LabelledSample> seenSamples,
        JavaRDD<LabelledSample> heldBack) {
      CalibrationTable tuned = table.without(Set.copyOf(found.kept()));
      TuneResult.Figures search;
      TuneResult.Figures held;
      TuneScores bad;
      try (BroadcastPair after = loader.with(tuned, samples)) {
        Metric metric = found.metric();
        search = figures(metric, pair, after, seenSamples);
        bad = trial("measuring", List.of(Set.of()), pair, heldBack);
        held = figures(metric, pair, after, heldBack);
      }
      bad.bad().merge(effects.bad());
      TuneResult result =
          new TuneResult(
              options.net().param(),
              options.table(),
              options.output(),
              options.output() + ".json",
              found.metric(),
              options.maxDrop(),
              search,
              held,
              found.kept().stream().map(name -> kept(name, found, nets)).toList(),
              found.ranked(),
              found.search().tried() + found.verified(),
              bad.bad().count(),
              bad.bad().first(),
              (System.nanoTime() - start) / 1e9);
      write(result, tuned);
      return result;
    }

    private TuneResult.Figures figures(
        Metric metric, BroadcastPair before, BroadcastPair after, JavaRDD<LabelledSample> part) {
      List<Set<String>> nothingKept = List.of(Set.of());
      TuneScores first = trial("measuring", nothingKept, before, part);
      TuneScores second = trial("measuring", nothingKept, after, part);
      return new TuneResult.Figures(
          first.real().samples(),
          metric.value(first.real()),
          metric.value(first.forms().get(0)),
          metric.value(second.forms().get(0)));
    }

    private TuneResult.KeptLayer kept(String name, Found found, NetPair nets) {
      return new TuneResult.KeptLayer(
          name,
          nets.real().layers().stream()
              .filter(layer -> layer.spec().name().equals(name))
              .findFirst()
              .orElseThrow()
              .spec()
              .type(),
          Reasons.of(name, found));
    }

    private void write(TuneResult result, CalibrationTable tuned) {
      steps.step("tune: writing the table");
      try {
        byte[] reasons =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(result);
        HadoopFiles.writeAtomically(context.hadoopConfiguration(), result.reasons(), reasons);
        HadoopFiles.writeAtomically(
            context.hadoopConfiguration(), result.table(), tuned.toString().getBytes(UTF_8));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a record of numbers and texts has a JSON form", e);
      } catch (IOException e) {
        throw new JobException("cannot write table " + result.table() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * What the search has come to.
   *
   * @param metric by what nets were judged
   * @param ranked all layers, the most harmful first
   * @param searched the layers that the search kept
   * @param kept those and what held-back samples added
   * @param search the search, with the scores that it has seen
   * @param verified choices that were tried on held-back samples
   */
  record Found(
      Metric metric,
      List<TuneResult.RankedLayer> ranked,
      List<String> searched,
      List<String> kept,
      LayerSearch search,
      int verified) {

    /** Copies the lists. */
    Found {
      ranked = List.copyOf(new ArrayList<>(ranked));
      searched = List.copyOf(searched);
      kept = List.copyOf(kept);
    }
  }
}
