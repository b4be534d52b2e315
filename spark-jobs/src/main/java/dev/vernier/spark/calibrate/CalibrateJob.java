package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.HadoopFiles;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes ncnn's calibration table of a net from samples: one pass for the largest magnitudes, and a
 * second one for histograms where the method needs them. The table is the same, byte for byte, for
 * any partitions, any order of the samples and any retries.
 */
public final class CalibrateJob {
  private final SparkSession spark;
  private final Progress progress;

  /** A job in this session that tells {@code progress} how far it is. */
  public CalibrateJob(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Does it. The table appears as a whole or not at all.
   *
   * @throws JobException if something is missing, does not fit, no sample is usable, or a record is
   *     bad in FAILFAST
   * @throws dev.vernier.engine.NetException if the net's files are wrong
   */
  public CalibrateResult execute(CalibrateOptions options) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("calibrate: reading the net");
      try (BroadcastNet net = BroadcastNet.load(context, options.net(), options.run().kernels())) {
        return new Run(options, net, steps).calibrate();
      }
    }
  }

  /** One execution. */
  private final class Run {
    private final long start = System.nanoTime();
    private final CalibrateOptions options;
    private final BroadcastNet net;
    private final JobSteps steps;
    private final Taps taps;
    private final TableMaker maker;
    private final SeenCounters seen = new SeenCounters(spark.sparkContext());
    private final Configuration configuration = spark.sparkContext().hadoopConfiguration();
    private final int passes;
    private final List<Double> passSeconds = new ArrayList<>();

    private Run(CalibrateOptions options, BroadcastNet net, JobSteps steps) {
      this.options = options;
      this.net = net;
      this.steps = steps;
      this.taps = Taps.of(net.net());
      this.maker = new TableMaker(net.net(), taps, options.method(), options.search());
      this.passes = options.search().needsHistogram() ? 2 : 1;
    }

    private CalibrateResult calibrate() {
      steps.step("calibrate: listing samples");
      SampleSet samples =
          new SampleSources(spark).open(options.inputs(), options.run().partitions());
      // Errors that any task would meet are better met here, once.
      new SampleRunner(net, samples.inputs(), taps.blobs(), options.run().mode(), seen);
      SampleReader reader = new SampleReader(samples, configuration);
      JavaRDD<EncodedSample> encoded = samples.rows().javaRDD().map(reader::read);
      PassResult<AbsMax> first;
      PassResult<Histogram> second = null;
      if (passes > 1) {
        // The bytes as they are stored, not the tensors that they become: 22 KB against 1.2 MB for
        // a page of det.parquet at 320 x 320, so that much more data fits before it spills. The
        // second pass then sees what the first one saw, and leaves the storage alone.
        encoded.persist(StorageLevel.MEMORY_AND_DISK());
      }
      try {
        first = pass(1, new AbsMaxStatistics(taps.blobs().size()), encoded, samples);
        requireSamples(first);
        if (passes > 1) {
          second = pass(2, HistogramStatistics.over(first.statistics()), encoded, samples);
          requireSameData(first, second);
        }
      } finally {
        encoded.unpersist(false);
      }
      steps.step("calibrate: searching thresholds");
      write(maker.table(statistics(first, second)));
      return new CalibrateResult(
          options.table(),
          options.method(),
          first.samples(),
          first.bad().count(),
          first.bad().first(),
          maker.scales(),
          maker.warnings(),
          samples.partitions(),
          net.loads(),
          (System.nanoTime() - start) / 1e9,
          passSeconds);
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
        passSeconds.add((System.nanoTime() - begin) / 1e9);
        return result;
      } catch (Exception e) {
        // Spark throws checked exceptions of Scala that it does not declare.
        throw JobFailures.of("pass " + number + " over the samples failed", e);
      }
    }

    private void requireSamples(PassResult<AbsMax> first) {
      if (first.samples() == 0) {
        BadRecord bad = first.bad().first().get(0);
        throw new JobException(
            "none of "
                + first.bad().count()
                + " records is usable, the first: "
                + bad.name()
                + ": "
                + bad.reason());
      }
    }

    private void requireSameData(PassResult<AbsMax> first, PassResult<Histogram> second) {
      boolean beyond = second.statistics().stream().anyMatch(h -> h.samplesBeyond() > 0);
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

    private List<BlobStatistics> statistics(
        PassResult<AbsMax> first, PassResult<Histogram> second) {
      List<BlobStatistics> statistics = new ArrayList<>();
      for (int i = 0; i < taps.blobs().size(); i++) {
        AbsMax absMax = first.statistics().get(i);
        statistics.add(
            second == null
                ? BlobStatistics.of(absMax)
                : BlobStatistics.of(absMax, second.statistics().get(i)));
      }
      return statistics;
    }

    private void write(CalibrationTable table) {
      steps.step("calibrate: writing the table");
      try {
        HadoopFiles.writeAtomically(
            configuration, options.table(), table.toString().getBytes(UTF_8));
      } catch (IOException e) {
        throw new JobException("cannot write table " + options.table() + ": " + e.getMessage(), e);
      }
    }
  }
}
