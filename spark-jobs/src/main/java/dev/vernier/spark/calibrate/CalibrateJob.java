package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.LayerScales;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.broadcast.BroadcastNet;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.source.BadRecordTally;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Makes ncnn's calibration table of a net from samples: one pass for the largest magnitudes, and a
 * second one for histograms, and samples of the layers' inputs, where the method needs them; or
 * from the statistics that an earlier run has kept. The table is the same, byte for byte, for any
 * partitions, any order of the samples and any retries.
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
   * Does it. Table and statistics each appear as a whole or not at all.
   *
   * @throws JobException if something is missing, does not fit, no sample is usable, or a record is
   *     bad in FAILFAST
   * @throws dev.vernier.engine.NetException if the net's files are wrong
   */
  public CalibrateResult execute(CalibrateOptions options) {
    return execute(options, details -> {});
  }

  /** Does it, and hands over what it knew of every layer when the table is written. */
  public CalibrateResult execute(CalibrateOptions options, Consumer<List<LayerDetail>> details) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("calibrate: reading the net");
      try (BroadcastNet net = BroadcastNet.load(context, options.net(), options.run().kernels())) {
        return new Run(options, net, steps, details).calibrate();
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
    private final Consumer<List<LayerDetail>> details;

    private Run(
        CalibrateOptions options,
        BroadcastNet net,
        JobSteps steps,
        Consumer<List<LayerDetail>> details) {
      this.details = details;
      this.options = options;
      this.net = net;
      this.steps = steps;
      this.taps = Taps.of(net.net());
      this.maker = new TableMaker(net.net(), taps, options.method());
    }

    private CalibrateResult calibrate() {
      if (options.readsStatistics()) {
        return finish(read());
      }
      if (!options.keepsStatistics()) {
        return finish(new StatisticsPasses(spark, options, net, taps, steps).gather());
      }
      StatisticsPasses.Gathered gathered =
          new PartPasses(spark, options, net, taps, steps).gather();
      steps.step("calibrate: writing the statistics");
      new StatisticsFolder(spark, options.stats()).write(gathered.statistics());
      return finish(gathered);
    }

    private StatisticsPasses.Gathered read() {
      steps.step("calibrate: reading the statistics");
      List<String> folders = options.statisticsFolders();
      List<CalibrationStatistics> all = new ArrayList<>();
      for (String folder : folders) {
        CalibrationStatistics read = new StatisticsFolder(spark, folder).read(net.fingerprint());
        requireLayers(folder, read);
        all.add(read);
      }
      StatisticsMerge merge = new StatisticsMerge();
      CalibrationStatistics merged = all.size() == 1 ? all.get(0) : merge.of(folders, all);
      List<String> notes = merge.notes();
      notes.forEach(note -> steps.step("calibrate: " + note));
      return new StatisticsPasses.Gathered(merged, new BadRecordTally(), 0, List.of(), notes, null);
    }

    private void requireLayers(String folder, CalibrationStatistics read) {
      List<String> expected = taps.taps().stream().map(Taps.Tap::name).toList();
      List<String> found = read.layers().stream().map(LayerStatistics::name).toList();
      if (!found.equals(expected)) {
        throw new JobException(
            "statistics "
                + folder
                + " are damaged: they hold the layers "
                + found
                + ", expected "
                + expected);
      }
      if (options.method().needsColumns() && read.settings().inOnePass()) {
        throw new JobException(
            "method "
                + options.method().label()
                + " needs columns, but statistics "
                + folder
                + " were made in one pass, without them");
      }
    }

    private CalibrateResult finish(StatisticsPasses.Gathered gathered) {
      CalibrationStatistics statistics = gathered.statistics();
      steps.step("calibrate: searching thresholds");
      long begin = System.nanoTime();
      List<LayerScales> found =
          options.method().needsColumns()
              ? new OutputSearchTask(options.method(), net)
                  .over(
                      JavaSparkContext.fromSparkContext(spark.sparkContext()), statistics.layers())
              : maker.search(statistics.layers(), options.search());
      double searchSeconds = (System.nanoTime() - begin) / 1e9;
      write(maker.table(statistics.layers(), found));
      details.accept(LayerDetail.of(statistics.layers(), found));
      return new CalibrateResult(
          options.table(),
          options.method(),
          statistics.samples(),
          statistics.badSamples(),
          gathered.bad().first(),
          maker.scales(),
          maker.warnings(),
          gathered.partitions(),
          net.loads(),
          (System.nanoTime() - start) / 1e9,
          gathered.seconds(),
          searchSeconds,
          gathered.notes(),
          gathered.stability());
    }

    private void write(CalibrationTable table) {
      steps.step("calibrate: writing the table");
      try {
        HadoopFiles.writeAtomically(
            spark.sparkContext().hadoopConfiguration(),
            options.table(),
            table.toString().getBytes(UTF_8));
      } catch (IOException e) {
        throw new JobException("cannot write table " + options.table() + ": " + e.getMessage(), e);
      }
    }
  }
}
