package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.LayerScales;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.source.EncodedSample;
import dev.vernier.spark.source.SampleSet;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a net's table of samples that are at hand, such as the cells of a column: the table that
 * {@link CalibrateJob} makes of the same samples.
 */
public final class SampleCalibration {
  private final SparkSession spark;
  private final CalibrateOptions options;

  /**
   * A table and what it was made of.
   *
   * @param table the table
   * @param samples samples that it was made of
   * @param badSamples records that were left out
   * @param layers a line a quantised layer, in the net's order
   * @param warnings what the user should look at
   */
  public record Calibrated(
      CalibrationTable table,
      long samples,
      long badSamples,
      List<LayerScale> layers,
      List<String> warnings) {

    /** Copies the lists. */
    public Calibrated {
      layers = List.copyOf(layers);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Calibration in this session.
   *
   * @param options method, passes and run; the inputs are not opened, they say where the samples
   *     are from
   */
  public SampleCalibration(SparkSession spark, CalibrateOptions options) {
    this.spark = spark;
    this.options = options;
  }

  /**
   * Does it.
   *
   * @param encoded the samples
   * @param samples what the samples were before they were read
   * @throws JobException if no sample is usable, one is bad in FAILFAST, or the net cannot be
   *     calibrated
   */
  public Calibrated of(
      BroadcastNet net, JavaRDD<EncodedSample> encoded, SampleSet samples, JobSteps steps) {
    Taps taps = Taps.of(net.net());
    TableMaker maker = new TableMaker(net.net(), taps, options.method());
    CalibrationStatistics statistics =
        new StatisticsPasses(spark, options, net, taps, steps)
            .gather(encoded, samples)
            .statistics();
    steps.step("calibrate: searching thresholds");
    List<LayerScales> found =
        options.method().needsColumns()
            ? new OutputSearchTask(options.method(), net)
                .over(JavaSparkContext.fromSparkContext(spark.sparkContext()), statistics.layers())
            : maker.search(statistics.layers(), options.search());
    return new Calibrated(
        maker.table(statistics.layers(), found),
        statistics.samples(),
        statistics.badSamples(),
        maker.scales(),
        maker.warnings());
  }
}
