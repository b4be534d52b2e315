package dev.vernier.spark.tune;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.engine.Net;
import dev.vernier.engine.compare.NetPair;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.spark.JobException;
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
import dev.vernier.spark.source.BadRecordTally;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import dev.vernier.spark.tune.Trials.Outcome;
import dev.vernier.spark.tune.TuneResult.Figures;
import dev.vernier.spark.tune.TuneResult.KeptLayer;
import dev.vernier.spark.tune.TuneResult.RankedLayer;
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
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Progress progress;

  /** A job in this session that tells {@code progress} how far it is. */
  public TuneJob(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
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
    long start = System.nanoTime();
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("tune: listing samples");
      SampleSet samples =
          new SampleSources(spark).open(options.inputs(), options.run().partitions());
      steps.step("tune: reading the net");
      try (PairLoader loader = new PairLoader(context, options.net(), options.run().kernels())) {
        CalibrationTable table = loader.table(options.table());
        Scorer scorer = scorer(options, steps, samples, loader.real().net());
        JavaRDD<LabelledSample> used = used(options, samples);
        try (BroadcastPair pair = loader.with(table, samples)) {
          Run run = new Run(options, start, table, scorer, pair, used);
          Found found = run.search();
          CalibrationTable tuned = table.without(Set.copyOf(found.kept()));
          TuneResult result;
          try (BroadcastPair after = loader.with(tuned, samples)) {
            result = run.result(found, after);
          }
          steps.step("tune: writing the table");
          write(result, tuned);
          return result;
        } finally {
          used.unpersist(false);
        }
      }
    }
  }

  private Scorer scorer(TuneOptions options, JobSteps steps, SampleSet samples, Net net) {
    String blob = options.answers().blob();
    int output = (blob.isEmpty() ? net.outputs().get(0) : net.blob(blob)).index();
    SeenCounters seen = new SeenCounters(spark.sparkContext());
    // Errors that any task would meet are better met here, once.
    new SampleFeed(net, samples.inputs(), options.run().mode(), seen);
    return new Scorer(
        steps,
        samples.inputs(),
        output,
        AnswerReader.of(context, options.answers()),
        options.run().mode(),
        seen);
  }

  /** The samples, their bytes as they are stored: decoded in every pass, but read only once. */
  private JavaRDD<LabelledSample> used(TuneOptions options, SampleSet samples) {
    double share =
        options.samples() == 0 ? 1 : Math.min(1, (double) options.samples() / samples.count());
    SampleReader reader = new SampleReader(samples);
    return Truth.of(context, samples, options.answers())
        .join(samples.rows().javaRDD(), reader)
        .filter(sample -> SampleSplit.isUsed(sample, share))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private void write(TuneResult result, CalibrationTable tuned) {
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

  /**
   * What the search has come to.
   *
   * @param metric by what nets were judged
   * @param ranked all layers, the most harmful first
   * @param searched the layers that the search kept
   * @param kept those and what held-back samples added
   * @param search the search, with the outcomes that it has seen
   * @param tried how many choices were tried in all
   * @param bad records that could not be used
   */
  record Found(
      Metric metric,
      List<RankedLayer> ranked,
      List<String> searched,
      List<String> kept,
      LayerSearch search,
      int tried,
      BadRecordTally bad) {

    /** Copies the lists. */
    Found {
      ranked = List.copyOf(ranked);
      searched = List.copyOf(searched);
      kept = List.copyOf(kept);
    }
  }

  /** One execution, from the ranking to the result. */
  private static final class Run {
    private final TuneOptions options;
    private final long start;
    private final CalibrationTable table;
    private final Scorer scorer;
    private final BroadcastPair pair;
    private final JavaRDD<LabelledSample> searched;
    private final JavaRDD<LabelledSample> heldBack;

    private Run(
        TuneOptions options,
        long start,
        CalibrationTable table,
        Scorer scorer,
        BroadcastPair pair,
        JavaRDD<LabelledSample> used) {
      this.options = options;
      this.start = start;
      this.table = table;
      this.scorer = scorer;
      this.pair = pair;
      double share = options.heldBack();
      this.searched = used.filter(sample -> !SampleSplit.isHeldBack(sample, share));
      this.heldBack = used.filter(sample -> SampleSplit.isHeldBack(sample, share));
    }

    private Found search() {
      NetPair nets = pair.pair();
      List<String> names = candidates(nets);
      TuneScores effects =
          scorer.pass("ranking " + names.size() + " layers", new SingleLayers(), pair, searched);
      Metric metric = Metric.of(effects.real());
      List<RankedLayer> ranked = ranked(nets, names, effects, metric);
      List<String> ranking = ranked.stream().map(RankedLayer::layer).toList();

      LayerSearch search =
          new LayerSearch(ranking, kept -> outcomes("searching", kept, metric, searched));
      List<String> found = search.search(List.of());
      LayerSearch verification =
          new LayerSearch(
              ranking,
              kept ->
                  worse(
                      outcomes("verifying", kept, metric, heldBack),
                      outcomes("verifying", kept, metric, searched)));
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
      int tried = search.tried() + verification.tried();
      return new Found(metric, ranked, found, kept, search, tried, effects.bad());
    }

    /** Layers that the table quantises: without its lines they stay fp32. */
    private List<String> candidates(NetPair nets) {
      Set<String> lines = new HashSet<>();
      table.lines().forEach(line -> lines.add(line.layer()));
      return nets.quantizedNames().stream().filter(lines::contains).toList();
    }

    private static List<RankedLayer> ranked(
        NetPair nets, List<String> names, TuneScores effects, Metric metric) {
      List<String> all = nets.quantizedNames();
      List<RankedLayer> ranked = new ArrayList<>();
      for (String name : names) {
        NetScore score = effects.forms().get(all.indexOf(name));
        ranked.add(new RankedLayer(name, score.output().sqnr(), metric.value(score)));
      }
      ranked.sort(Comparator.comparingDouble(RankedLayer::sqnr));
      return ranked;
    }

    private List<Outcome> outcomes(
        String what, List<Set<String>> kept, Metric metric, JavaRDD<LabelledSample> part) {
      return scorer.outcomes(what, kept, metric, options.maxDrop(), pair, part);
    }

    /** For every choice the outcome that is not good, if one of both is not. */
    private static List<Outcome> worse(List<Outcome> first, List<Outcome> second) {
      List<Outcome> worse = new ArrayList<>();
      for (int i = 0; i < first.size(); i++) {
        worse.add(first.get(i).good() ? second.get(i) : first.get(i));
      }
      return worse;
    }

    /** Measures what the table that will be written really gives. */
    private TuneResult result(Found found, BroadcastPair after) {
      BadRecordTally bad = new BadRecordTally();
      bad.merge(found.bad());
      Figures search = figures(found.metric(), after, searched, new BadRecordTally());
      Figures held = figures(found.metric(), after, heldBack, bad);
      List<KeptLayer> kept = new ArrayList<>();
      for (Layer layer : pair.pair().real().layers()) {
        String name = layer.spec().name();
        if (found.kept().contains(name)) {
          kept.add(new KeptLayer(name, layer.spec().type(), Reasons.of(name, found)));
        }
      }
      kept.sort(Comparator.comparingInt(layer -> found.kept().indexOf(layer.layer())));
      return new TuneResult(
          options.net().param(),
          options.table(),
          options.output(),
          options.output() + ".json",
          found.metric(),
          options.maxDrop(),
          search,
          held,
          kept,
          found.ranked(),
          found.tried(),
          bad.count(),
          bad.first(),
          (System.nanoTime() - start) / 1e9);
    }

    private Figures figures(
        Metric metric, BroadcastPair after, JavaRDD<LabelledSample> part, BadRecordTally bad) {
      List<Set<String>> nothingKept = List.of(Set.of());
      TuneScores first = scorer.choices("measuring", nothingKept, pair, part);
      TuneScores second = scorer.choices("measuring", nothingKept, after, part);
      bad.merge(second.bad());
      return new Figures(
          first.real().samples(),
          metric.value(first.real()),
          metric.value(first.forms().get(0)),
          metric.value(second.forms().get(0)));
    }
  }
}
