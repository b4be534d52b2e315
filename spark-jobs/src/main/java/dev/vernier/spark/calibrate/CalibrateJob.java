package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.Threshold;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.broadcast.SampleRunner;
import dev.vernier.spark.config.BadRecordMode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes ncnn's calibration table of a net from samples, in one pass for the largest magnitudes and
 * a second one for histograms where the method needs them. The table is the same, byte for byte,
 * for any partitions, any order of the samples and any retries.
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
      try (BroadcastNet net =
          BroadcastNet.load(context, options.net(), options.run().kernels())) {
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
    private final SeenCounters seen = new SeenCounters(spark.sparkContext());
    private final Configuration configuration = spark.sparkContext().hadoopConfiguration();
    private final List<Double> passSeconds = new ArrayList<>();

    private Run(CalibrateOptions options, BroadcastNet net, JobSteps steps) {
      this.options = options;
      this.net = net;
      this.steps = steps;
      this.taps = Taps.of(net.net());
    }

    private CalibrateResult calibrate() {
      steps.step("calibrate: listing samples");
      SampleSet samples =
          new SampleSources(spark).open(options.inputs(), options.run().partitions());
      BadRecordMode mode = options.run().mode();
      // Errors that any task would meet are better met here, once.
      new SampleRunner(net, samples.inputs(), taps.blobs(), mode, seen);
      SampleReader reader = new SampleReader(samples, configuration);
      JavaRDD<EncodedSample> encoded = samples.rows().javaRDD().map(reader::read);
      boolean twoPasses = options.method().search().needsHistogram();
      PassResult<AbsMax> first;
      PassResult<Histogram> second = null;
      if (twoPasses) {
        // The bytes as they are stored, not the tensors that they become: those are ten times as
        // large and would spill, while decoding takes a tenth of what the net does. The second pass
        // then sees what the first one saw, and leaves the storage alone.
        encoded.persist(StorageLevel.MEMORY_AND_DISK());
      }
      try {
        first = pass(1, twoPasses, encoded, samples, new AbsMaxStatistics(taps.blobs().size()));
        requireSamples(first);
        if (twoPasses) {
          second = pass(2, true, encoded, samples, new HistogramStatistics(first.statistics()));
        }
      } finally {
        encoded.unpersist(false);
      }
      return result(samples, first, second);
    }

    private <S extends Serializable> PassResult<S> pass(
        int number,
        boolean twoPasses,
        JavaRDD<EncodedSample> encoded,
        SampleSet samples,
        CalibrationPass.Statistics<S> kind) {
      steps.step("calibrate: pass " + number + " of " + (twoPasses ? 2 : 1));
      long begin = System.nanoTime();
      CalibrationPass<S> pass =
          new CalibrationPass<>(
              kind, net, samples.inputs(), taps.blobs(), options.run().mode(), seen);
      try {
        PassResult<S> result = pass.over(encoded);
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

    private CalibrateResult result(
        SampleSet samples, PassResult<AbsMax> first, PassResult<Histogram> second) {
      steps.step("calibrate: searching thresholds");
      List<String> warnings = new ArrayList<>();
      List<BlobStatistics> statistics = new ArrayList<>();
      for (int i = 0; i < taps.blobs().size(); i++) {
        AbsMax absMax = first.statistics().get(i);
        statistics.add(
            second == null
                ? BlobStatistics.of(absMax)
                : BlobStatistics.of(absMax, second.statistics().get(i)));
      }
      requireSameData(first, second);
      CalibrationMethod method = options.method();
      List<Threshold> thresholds =
          statistics.parallelStream().map(blob -> method.search().search(blob)).toList();
      List<LayerScale> scales = new ArrayList<>();
      Map<String, Integer> places = new HashMap<>();
      taps.blobs().forEach(blob -> places.put(blob, places.size()));
      for (Layer layer : taps.layers()) {
        String blob = Taps.blobOf(layer);
        int place = places.get(blob);
        Threshold threshold = thresholds.get(place);
        AbsMax absMax = statistics.get(place).absMax();
        warn(layer, blob, threshold, absMax, warnings);
        scales.add(
            new LayerScale(
                layer.spec().name(),
                layer.spec().type(),
                blob,
                absMax.value(),
                threshold.threshold(),
                threshold.scale()));
      }
      write(TableText.of(taps, scales, method, warnings));
      return new CalibrateResult(
          options.table(),
          method,
          first.samples(),
          first.bad().count(),
          first.bad().first(),
          scales,
          warnings,
          samples.partitions(),
          net.loads(),
          (System.nanoTime() - start) / 1e9,
          passSeconds);
    }

    private void requireSameData(PassResult<AbsMax> first, PassResult<Histogram> second) {
      if (second == null) {
        return;
      }
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

    private void warn(
        Layer layer, String blob, Threshold threshold, AbsMax absMax, List<String> warnings) {
      String where = "layer \"" + layer.spec().name() + "\": its input \"" + blob + "\" ";
      if (threshold.degenerate()) {
        warnings.add(where + "is zero in every sample, its scale is 1");
      }
      if (absMax.nans() + absMax.infinities() > 0) {
        warnings.add(
            where
                + "holds "
                + absMax.nans()
                + " NaN and "
                + absMax.infinities()
                + " infinite values, which are left out");
      }
    }

    private void write(String table) {
      steps.step("calibrate: writing the table");
      try {
        HadoopFiles.writeAtomically(configuration, options.table(), table.getBytes(UTF_8));
      } catch (IOException e) {
        throw new JobException(
            "cannot write table " + options.table() + ": " + e.getMessage(), e);
      }
    }
  }

  /** The first pass. */
  private record AbsMaxStatistics(int blobs) implements CalibrationPass.Statistics<AbsMax> {
    @Override
    public List<AbsMax> empty() {
      List<AbsMax> empty = new ArrayList<>();
      for (int i = 0; i < blobs; i++) {
        empty.add(new AbsMax());
      }
      return empty;
    }

    @Override
    public void add(AbsMax statistics, Mat blob) {
      statistics.add(blob.floats(), 0, blob.size());
    }

    @Override
    public void merge(AbsMax statistics, AbsMax other) {
      statistics.merge(other);
    }
  }

  /** The second pass, over the ranges that the first one has found. */
  private record HistogramStatistics(ArrayList<Float> ranges)
      implements CalibrationPass.Statistics<Histogram> {

    private HistogramStatistics(List<AbsMax> first) {
      this(new ArrayList<>(first.stream().map(AbsMax::value).toList()));
    }

    @Override
    public List<Histogram> empty() {
      List<Histogram> empty = new ArrayList<>();
      ranges.forEach(range -> empty.add(new Histogram(range)));
      return empty;
    }

    @Override
    public void add(Histogram statistics, Mat blob) {
      statistics.add(blob.floats(), 0, blob.size());
    }

    @Override
    public void merge(Histogram statistics, Histogram other) {
      statistics.merge(other);
    }
  }
}
