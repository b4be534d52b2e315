package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.source.BadRecordTally;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import dev.vernier.spark.source.SharedConfiguration;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The passes over samples part by part: what a part gave is kept in a folder, by the samples' own
 * bytes, and no run does it again. All that parts give merges exactly, so the statistics are those
 * of {@link StatisticsPasses}, whichever run has made which part.
 */
final class PartPasses {
  private final JavaSparkContext context;
  private final SparkSession spark;
  private final CalibrateOptions options;
  private final BroadcastNet net;
  private final Taps taps;
  private final JobSteps steps;
  private final StatisticsSettings settings;
  private final PartStore store;
  private final List<Double> seconds = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private SampleSet samples;
  private PartTasks tasks;
  private JavaRDD<KeyedSample> keyed;
  private long[] keys;

  /** The parts that make up some samples. */
  record Chosen(long[] keys, List<PartSummary> parts) {
    long samples() {
      return parts.stream().mapToLong(PartSummary::samples).sum();
    }

    BadRecordTally bad() {
      BadRecordTally bad = new BadRecordTally();
      parts.forEach(part -> bad.merge(part.bad()));
      return bad;
    }

    /** Absmax of every tapped blob. */
    List<AbsMax> absMax(int blobs) {
      List<AbsMax> all = new AbsMaxStatistics(blobs).empty();
      for (PartSummary part : parts) {
        for (int i = 0; i < blobs; i++) {
          all.get(i).merge(part.absMax().get(i));
        }
      }
      return all;
    }
  }

  /** Passes of a job that keeps its statistics. */
  PartPasses(
      SparkSession spark, CalibrateOptions options, BroadcastNet net, Taps taps, JobSteps steps) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.spark = spark;
    this.options = options;
    this.net = net;
    this.taps = taps;
    this.steps = steps;
    this.settings = StatisticsSettings.of(options, net);
    this.store = new PartStore(options.stats(), SharedConfiguration.of(spark.sparkContext()));
  }

  /**
   * Does it.
   *
   * @throws dev.vernier.spark.JobException if the folder is of another net or other settings, the
   *     samples cannot be had, none is usable, or they change meanwhile
   */
  StatisticsPasses.Gathered gather() {
    store.open(settings);
    SeenCounters seen = new SeenCounters(spark.sparkContext());
    steps.step("calibrate: listing samples");
    samples = new SampleSources(spark).open(options.inputs(), options.run().partitions());
    // Errors that any task would meet are better met here, once.
    new SampleRunner(net, samples.inputs(), taps.blobs(), options.run().mode(), seen);
    tasks = new PartTasks(store, net, samples.inputs(), taps.blobs(), options.run().mode(), seen);
    SampleReader reader = new SampleReader(samples);
    JavaRDD<Row> rows = new SampleDraw(reader, options).of(samples, steps);
    keyed = rows.map(row -> KeyedSample.of(reader.read(row)));
    // Read once, as they are stored.
    keyed.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      steps.step("calibrate: looking for finished parts in " + options.stats());
      keys =
          run("reading the samples failed", () -> keyed.map(KeyedSample::key).collect()).stream()
              .mapToLong(Long::longValue)
              .sorted()
              .toArray();
      if (options.choice().grows()) {
        Growth growth = new Growth(this, options, taps);
        Chosen chosen = growth.grow(keys);
        return finish(chosen, growth.stability());
      }
      return finish(first(keys, options.passes() == 1, "calibrate: pass 1 of " + passes()), null);
    } finally {
      keyed.unpersist(false);
    }
  }

  private int passes() {
    return options.passes();
  }

  private StatisticsPasses.Gathered finish(Chosen chosen, Stability stability) {
    List<AbsMax> absMax = chosen.absMax(taps.blobs().size());
    List<LayerStatistics> layers =
        passes() == 1 ? merged(running(chosen)) : merged(absMax, second(chosen, absMax));
    CalibrationStatistics statistics =
        new CalibrationStatistics(
            net.name(),
            net.fingerprint(),
            chosen.samples(),
            chosen.bad().count(),
            LayerLists.provenance(options.inputs()),
            settings,
            chosen.keys(),
            layers);
    return new StatisticsPasses.Gathered(
        statistics, chosen.bad(), chosen.parts().size(), seconds, notes, stability);
  }

  /** Finishes the first pass over some of the samples, of which no sample is run twice. */
  Chosen first(long[] wanted, boolean running, String step) {
    List<PartSummary> serving = PartPlan.serving(summaries(running), wanted);
    List<Part> pending = Part.split(PartPlan.without(wanted, serving));
    long begin = System.nanoTime();
    if (!serving.isEmpty()) {
      int done = serving.stream().mapToInt(summary -> summary.part().keys().length).sum();
      note(
          String.format(
              Locale.ROOT,
              "%s: %d of %d samples are finished, in %d parts of %s",
              step,
              done,
              wanted.length,
              serving.size(),
              options.stats()));
    }
    if (!pending.isEmpty()) {
      steps.step(step + ": " + pending.size() + " parts");
      PartTasks task = tasks;
      run(
          "pass 1 over the samples failed",
          () ->
              parted(pending)
                  .mapPartitionsWithIndex(
                      (place, of) -> {
                        task.first(pending.get(place), running, of);
                        return List.<Integer>of().iterator();
                      },
                      false)
                  .count());
      seconds.add((System.nanoTime() - begin) / 1e9);
      List<String> ids = pending.stream().map(Part::id).toList();
      serving.addAll(summaries(ids));
    }
    Chosen chosen = new Chosen(wanted, serving);
    LayerLists.requireSamples(chosen.samples(), chosen.bad());
    return chosen;
  }

  private List<PartSummary> summaries(boolean running) {
    return summaries(store.finished(running));
  }

  private List<PartSummary> summaries(List<String> ids) {
    if (ids.isEmpty()) {
      return new ArrayList<>();
    }
    PartStore from = store;
    int slices = Math.min(ids.size(), context.defaultParallelism());
    return new ArrayList<>(
        run(
            "cannot read statistics " + options.stats(),
            () -> context.parallelize(ids, slices).map(from::summary).collect()));
  }

  /** Samples of these parts, a part a partition. */
  private JavaRDD<KeyedSample> parted(List<Part> parts) {
    PartPlan plan = new PartPlan(parts);
    JavaPairRDD<Integer, KeyedSample> placed =
        keyed
            .mapToPair(sample -> new Tuple2<>(plan.place(sample.key()), sample))
            .filter(sample -> sample._1 >= 0);
    return placed.partitionBy(new HashPartitioner(parts.size())).values();
  }

  /** What the first pass has counted in bins that always merge. */
  List<RunningHistogram> running(Chosen chosen) {
    PartStore from = store;
    return reduced(chosen, id -> new PassResult<>(from.running(id)), RunningHistogram::merge);
  }

  /** Finishes the second pass: for the parts, and the blobs, that have no counts which serve. */
  private List<TapStatistics> second(Chosen chosen, List<AbsMax> absMax) {
    HistogramStatistics kind = HistogramStatistics.over(absMax, chosen.samples(), taps, true);
    PartTasks task = tasks;
    String step = "calibrate: pass 2 of 2";
    steps.step("calibrate: looking for finished parts of pass 2");
    int slices = Math.min(chosen.parts().size(), context.defaultParallelism());
    List<Integer> missing =
        run(
            "cannot read statistics " + options.stats(),
            () ->
                context
                    .parallelize(chosen.parts(), slices)
                    .map(
                        part ->
                            (int)
                                task.serving(part.part().id(), kind).stream()
                                    .filter(tap -> tap == null)
                                    .count())
                    .collect());
    List<PartSummary> pending = new ArrayList<>();
    int blobs = 0;
    for (int i = 0; i < missing.size(); i++) {
      if (missing.get(i) > 0) {
        pending.add(chosen.parts().get(i));
        blobs += missing.get(i);
      }
    }
    if (pending.size() < missing.size() || blobs < pending.size() * taps.blobs().size()) {
      note(
          String.format(
              Locale.ROOT,
              "%s: %d of %d parts are finished, in the others %d of %d histograms",
              step,
              missing.size() - pending.size(),
              missing.size(),
              pending.size() * taps.blobs().size() - blobs,
              pending.size() * taps.blobs().size()));
    }
    if (!pending.isEmpty()) {
      long begin = System.nanoTime();
      steps.step(step + ": " + pending.size() + " parts");
      run(
          "pass 2 over the samples failed",
          () ->
              parted(pending.stream().map(PartSummary::part).toList())
                  .mapPartitionsWithIndex(
                      (place, of) -> {
                        task.second(pending.get(place), kind, of);
                        return List.<Integer>of().iterator();
                      },
                      false)
                  .count());
      seconds.add((System.nanoTime() - begin) / 1e9);
    }
    return reduced(chosen, id -> new PassResult<>(task.serving(id, kind)), TapStatistics::merge);
  }

  private <S extends Serializable> List<S> reduced(
      Chosen chosen, Function<String, PassResult<S>> read, PassResult.MergeInto<S> merge) {
    steps.step("calibrate: merging " + chosen.parts().size() + " parts");
    List<String> ids = chosen.parts().stream().map(summary -> summary.part().id()).toList();
    int slices = Math.min(ids.size(), 4 * context.defaultParallelism());
    return run(
            "cannot read statistics " + options.stats(),
            () -> PassResult.reduce(context.parallelize(ids, slices).map(read), merge))
        .statistics();
  }

  /** Layers of statistics whose bins always merge. */
  List<LayerStatistics> merged(List<RunningHistogram> running) {
    List<BlobStatistics> blobs =
        running.stream().map(of -> BlobStatistics.of(of.absMax(), of.histogram())).toList();
    return LayerLists.of(taps, blobs, running, null);
  }

  private List<LayerStatistics> merged(List<AbsMax> absMax, List<TapStatistics> second) {
    List<BlobStatistics> blobs = new ArrayList<>();
    for (int i = 0; i < absMax.size(); i++) {
      blobs.add(BlobStatistics.of(absMax.get(i), second.get(i).histogram()));
    }
    return LayerLists.of(taps, blobs, null, second);
  }

  /** Tells the user, now and with the result. */
  void note(String note) {
    steps.step(note);
    notes.add(note);
  }

  private static <T> T run(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of(what, e);
    }
  }
}
