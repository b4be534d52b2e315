package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.source.BadRecordTally;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Runs the samples through the net, once or twice, and gathers what calibration needs of them. */
final class StatisticsPasses {

  /**
   * What the passes gave.
   *
   * @param statistics what is known of the layers' inputs
   * @param bad records that were left out
   * @param partitions tasks a pass
   * @param seconds wall-clock time of each pass
   * @param notes what the user should know of where they come from
   * @param stability how the sample grew; null where it did not
   */
  record Gathered(
      CalibrationStatistics statistics,
      BadRecordTally bad,
      int partitions,
      List<Double> seconds,
      List<String> notes,
      Stability stability) {}

  private final SparkSession spark;
  private final CalibrateOptions options;
  private final BroadcastNet net;
  private final Taps taps;
  private final JobSteps steps;
  private final SeenCounters seen;
  private final boolean columns;
  private final int passes;
  private final List<Double> seconds = new ArrayList<>();

  /** Passes of a job; with what its method needs. */
  StatisticsPasses(
      SparkSession spark, CalibrateOptions options, BroadcastNet net, Taps taps, JobSteps steps) {
    this.spark = spark;
    this.options = options;
    this.net = net;
    this.taps = taps;
    this.steps = steps;
    this.seen = new SeenCounters(spark.sparkContext());
    this.columns = options.method().needsColumns();
    this.passes = columns || options.search().needsHistogram() ? options.passes() : 1;
  }

  /**
   * Does it.
   *
   * @throws JobException if the samples cannot be had, none is usable, or they change meanwhile
   */
  Gathered gather() {
    steps.step("calibrate: listing samples");
    SampleSet samples = new SampleSources(spark).open(options.inputs(), options.run().partitions());
    // Errors that any task would meet are better met here, once.
    new SampleRunner(net, samples.inputs(), taps.blobs(), options.run().mode(), seen);
    SampleReader reader = new SampleReader(samples);
    JavaRDD<Row> rows = new SampleDraw(reader, options).of(samples, steps);
    JavaRDD<EncodedSample> encoded = rows.map(reader::read);
    return gather(encoded, samples);
  }

  /** Does it with samples that are at hand. */
  Gathered gather(JavaRDD<EncodedSample> encoded, SampleSet samples) {
    return passes == 1 && options.search().needsHistogram()
        ? gatherAtOnce(encoded, samples)
        : gatherInTurn(encoded, samples);
  }

  /** Absmax, and then what needs to know it. */
  private Gathered gatherInTurn(JavaRDD<EncodedSample> encoded, SampleSet samples) {
    PassResult<AbsMax> first;
    PassResult<TapStatistics> second = null;
    if (passes > 1) {
      // The bytes as they are stored, not the tensors that they become: 22 KB against 1.2 MB for
      // a page of det.parquet at 320 x 320, so that much more data fits before it spills. The
      // second pass then sees what the first one saw, and leaves the storage alone.
      encoded.persist(StorageLevel.MEMORY_AND_DISK());
    }
    try {
      first = pass(1, new AbsMaxStatistics(taps.blobs().size()), encoded, samples);
      LayerLists.requireSamples(first.samples(), first.bad());
      if (passes > 1) {
        second = pass(2, HistogramStatistics.over(first, taps, columns), encoded, samples);
        requireSameData(first, second);
      }
    } finally {
      encoded.unpersist(false);
    }
    List<BlobStatistics> blobs = new ArrayList<>();
    for (int i = 0; i < taps.blobs().size(); i++) {
      AbsMax absMax = first.statistics().get(i);
      blobs.add(
          second == null
              ? BlobStatistics.of(absMax)
              : BlobStatistics.of(absMax, second.statistics().get(i).histogram()));
    }
    List<TapStatistics> taken = second == null ? null : second.statistics();
    return gathered(first, LayerLists.of(taps, blobs, null, columns ? taken : null), samples);
  }

  /** Absmax and histograms in one pass. */
  private Gathered gatherAtOnce(JavaRDD<EncodedSample> encoded, SampleSet samples) {
    PassResult<RunningHistogram> only =
        pass(1, new OnePassStatistics(taps.blobs().size()), encoded, samples);
    LayerLists.requireSamples(only.samples(), only.bad());
    List<BlobStatistics> blobs =
        only.statistics().stream()
            .map(blob -> BlobStatistics.of(blob.absMax(), blob.histogram()))
            .toList();
    return gathered(only, LayerLists.of(taps, blobs, null, null), samples);
  }

  private Gathered gathered(PassResult<?> pass, List<LayerStatistics> layers, SampleSet samples) {
    CalibrationStatistics statistics =
        new CalibrationStatistics(
            net.name(),
            net.fingerprint(),
            pass.samples(),
            pass.bad().count(),
            LayerLists.provenance(options.inputs()),
            StatisticsSettings.of(options, net),
            new long[0],
            layers);
    return new Gathered(statistics, pass.bad(), samples.partitions(), seconds, List.of(), null);
  }

  private <S extends Serializable> PassResult<S> pass(
      int number,
      CalibrationPass.Statistics<S> kind,
      JavaRDD<EncodedSample> encoded,
      SampleSet samples) {
    steps.step("calibrate: pass " + number + " of " + passes);
    long begin = System.nanoTime();
    try {
      PassResult<S> result =
          new CalibrationPass<>(
                  kind, net, samples.inputs(), taps.blobs(), options.run().mode(), seen)
              .over(encoded);
      seconds.add((System.nanoTime() - begin) / 1e9);
      return result;
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("pass " + number + " over the samples failed", e);
    }
  }

  private static void requireSameData(PassResult<AbsMax> first, PassResult<TapStatistics> second) {
    boolean beyond =
        TapStatistics.histograms(second.statistics()).stream().anyMatch(h -> h.samplesBeyond() > 0);
    if (beyond || second.samples() != first.samples()) {
      throw new JobException(
          "the samples changed between the passes: "
              + first.samples()
              + " usable ones in the first, "
              + second.samples()
              + " in the second"
              + (beyond ? ", with larger values" : ""));
    }
  }
}
