package dev.vernier.spark.report;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.Option;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.engine.quantize.VectorConvolutions;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.broadcast.FirstSample;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a report says that no job finds: sizes and speeds of the two nets, the fingerprint of the
 * data, and pictures of samples.
 */
public final class ReportFacts {
  private final NetFigures net;
  private final SampleScan.Part scan;
  private final long maxPixels;

  private ReportFacts(NetFigures net, SampleScan.Part scan, long maxPixels) {
    this.net = net;
    this.scan = scan;
    this.maxPixels = maxPixels;
  }

  /**
   * Finds it, with one more look at the samples' bytes and, for the speeds, one to three seconds of
   * runs on the driver.
   *
   * @param inputs what fed the net; none where kept statistics did
   * @param shown names of the samples to be shown
   * @param timed whether speeds are measured; a report that goes into a later one needs none
   * @throws JobException if the net's or the samples' files cannot be read any more
   */
  public static ReportFacts gather(
      SparkSession spark,
      Progress progress,
      NetOptions net,
      Int8Options int8,
      List<InputOptions> inputs,
      RunOptions run,
      Set<String> shown,
      boolean timed) {
    try (JobSteps steps = new JobSteps(spark.sparkContext(), progress)) {
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      SampleScan.Part scan = null;
      SampleSet samples = null;
      if (!inputs.isEmpty()) {
        steps.step("report: reading the samples again");
        samples = new SampleSources(spark).open(inputs, run.partitions());
        scan = SampleScan.of(samples, shown);
      }
      if (timed) {
        steps.step("report: timing both nets");
      }
      NetFigures figures = figures(configuration, net, int8, samples, run, timed);
      long maxPixels = inputs.isEmpty() ? 1 : inputs.get(0).preprocess().maxPixels();
      return new ReportFacts(figures, scan, maxPixels);
    } catch (IOException e) {
      throw new JobException("cannot read what the report is to show: " + e.getMessage(), e);
    }
  }

  private static NetFigures figures(
      Configuration configuration,
      NetOptions options,
      Int8Options other,
      SampleSet samples,
      RunOptions run,
      boolean timed)
      throws IOException {
    NetFiles real = NetFiles.read(configuration, options);
    Net net = Net.of(real.net(), LayerRegistry.builtin());
    Map<String, Mat> inputs = samples == null ? Map.of() : FirstSample.inputs(net, samples);
    StoredNet int8;
    try {
      int8 = int8(configuration, real.net(), other, inputs);
    } catch (NetException e) {
      // A table that an old run left may not fit; then there is nothing to compare.
      return new NetFigures(net.name(), real.fingerprint(), real.bytes(), null, null, null, 0);
    }
    NetMeasure.Speeds speeds = null;
    if (timed && !inputs.isEmpty()) {
      Option option = Option.defaults().withThreads(1).withKernels(run.kernels());
      speeds = NetMeasure.of(net, Net.of(int8, LayerRegistry.builtin()), inputs, option);
    }
    return new NetFigures(
        net.name(),
        real.fingerprint(),
        real.bytes(),
        NetFiles.size(int8),
        speeds == null ? null : speeds.realMillis(),
        speeds == null ? null : speeds.int8Millis(),
        speeds == null ? 0 : speeds.runs());
  }

  /** What {@code quantize} makes of the table, or the int8 net as it was given. */
  private static StoredNet int8(
      Configuration configuration, StoredNet real, Int8Options other, Map<String, Mat> inputs)
      throws IOException {
    if (other.table() == null) {
      return NetFiles.read(configuration, other.files()).net();
    }
    StoredNet source = VectorConvolutions.asInnerProducts(real, inputs);
    return NetQuantizer.quantize(
            source, NetFiles.table(configuration, other.table()), QuantizeOptions.defaults())
        .net();
  }

  /** The two forms of the net. */
  public NetFigures net() {
    return net;
  }

  /** Samples, bad ones included; 0 where there were none to look at. */
  public long samples() {
    return scan == null ? 0 : scan.samples();
  }

  /** Fingerprint of the samples; empty where there were none to look at. */
  public String data() {
    return scan == null ? "" : scan.fingerprint();
  }

  /** A sample of the net's first input as a PNG in a data URI; null where it is no image. */
  public String picture(String name) {
    byte[] bytes = scan == null ? null : scan.shown().get(name);
    return bytes == null ? null : Thumbnail.of(bytes, maxPixels);
  }
}
