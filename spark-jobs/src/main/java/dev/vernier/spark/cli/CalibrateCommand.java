package dev.vernier.spark.cli;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.PercentileSearch;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.calibrate.LayerDetail;
import dev.vernier.spark.calibrate.LayerScale;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.SampleChoice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code calibrate}: samples to an ncnn calibration table. */
@Command(
    name = "calibrate",
    sortOptions = false,
    description = "Writes the calibration table of a net from sample inputs, as ncnn2table does.",
    footer = {
      "",
      "Example:",
      "  vernier calibrate --param fmnist.param --bin fmnist.bin --input images/ \\",
      "      --mean 127.5 --norm 0.007843137 --shape 28,28,1 --pixel GRAY --table fmnist.table"
    })
final class CalibrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private NetArguments net;
  @Mixin private InputArguments inputs;

  @Option(
      names = "--method",
      defaultValue = "kl",
      paramLabel = "METHOD",
      description =
          "How scales are found: kl, aciq, minmax, percentile, mse, eq or auto (default:"
              + " ${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--percentile",
      defaultValue = "" + PercentileSearch.DEFAULT_PERCENT,
      paramLabel = "PERCENT",
      description =
          "Share of a blob that --method percentile does not clip (default: ${DEFAULT-VALUE}).")
  private double percentile;

  @Option(
      names = "--passes",
      defaultValue = "2",
      paramLabel = "N",
      description = {
        "2 for the exact table, 1 to run the net once a sample: faster, nearly all thresholds",
        "are the same; not with eq or auto (default: ${DEFAULT-VALUE})."
      })
  private int passes;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "FILE",
      description = "The table to write; replaced if it exists.")
  private String table;

  @Option(
      names = "--stats",
      defaultValue = "",
      paramLabel = "DIR",
      description = {
        "Folder that keeps the statistics: for --from-stats, for going on after a crash with the",
        "same command, and for adding samples later: what it holds is not run again."
      })
  private String stats;

  @Option(
      names = "--from-stats",
      defaultValue = "",
      paramLabel = "DIR[,DIR...]",
      description = {
        "Statistics that earlier runs kept of this net, in place of --input: any method makes",
        "its table of them without another inference. Those of several runs are added up."
      })
  private String fromStats;

  @Option(
      names = "--sample",
      defaultValue = "0",
      paramLabel = "N",
      description = "Draw N of the samples by chance (default: all).")
  private int sample;

  @Option(
      names = "--stratify",
      defaultValue = "",
      paramLabel = "COLUMN",
      description = "Draw from each value of this column of the table in proportion.")
  private String stratify;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "S",
      description = "Chance's seed: the same one draws the same samples (default: 0).")
  private long seed;

  @Option(
      names = "--until-stable",
      defaultValue = "",
      paramLabel = "P%",
      description = {
        "Take 64 samples, 128, 256 and so on, until no threshold moves by P per cent or more;",
        "with --stats."
      })
  private String untilStable;

  @Mixin private ReportArguments report;
  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    CalibrateOptions options = options();
    CalibrateResult result;
    try (CommandSession session = sparkArguments.open("calibrate")) {
      ReportArguments.Writer writer = report.open(session.spark());
      ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
      List<LayerDetail> details = new ArrayList<>();
      result = new CalibrateJob(session.spark(), progress).execute(options, details::addAll);
      writer.write(
          () -> CalibrateReport.of(session.spark(), progress, options, result, details, true));
    }
    common.print(spec.commandLine().getOut(), result, CalibrateCommand::print);
    report.announce(spec.commandLine().getErr());
    return 0;
  }

  private CalibrateOptions options() {
    if (inputs.isGiven() == !fromStats.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          inputs.isGiven()
              ? "--input and --from-stats are both given, expected one of them"
              : "neither --input nor --from-stats is given, expected one of them");
    }
    try {
      return new CalibrateOptions(
          net.options(),
          inputs.isGiven() ? inputs.options() : List.of(),
          CalibrationMethod.parse(method),
          percentile,
          passes,
          table,
          stats,
          fromStats,
          sparkArguments.options(),
          new SampleChoice(
              sample,
              stratify,
              seed,
              untilStable.isEmpty() ? 0 : SampleChoice.percent(untilStable)));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  /** The method chosen and the output's signal to noise in decibels under each, or nothing. */
  private static String errors(LayerScale layer) {
    if (layer.sqnr().isEmpty()) {
      return "";
    }
    List<String> errors = new ArrayList<>();
    layer
        .sqnr()
        .forEach(
            (method, decibels) ->
                errors.add(String.format(Locale.ROOT, "%s %.1f", method, decibels)));
    return "  " + layer.method() + " of SQNR " + String.join(", ", errors) + " dB";
  }

  static void print(PrintWriter out, CalibrateResult result) {
    out.printf(Locale.ROOT, "%-28s %14s %14s %14s%n", "layer", "absmax", "threshold", "scale");
    for (LayerScale layer : result.layers()) {
      out.printf(
          Locale.ROOT,
          "%-28s %14.6f %14.6f %14.6f%s%n",
          layer.layer(),
          layer.absMax(),
          layer.threshold(),
          layer.scale(),
          errors(layer));
    }
    result.notes().forEach(out::println);
    result.warnings().forEach(warning -> out.println("warning: " + warning));
    BadRecords.print(out, result.badSamples(), result.firstBad());
    out.printf(
        Locale.ROOT,
        "%d samples in %.1f s, %.1f s of them searching (%d tasks a pass, net loads by JVM %s)%n",
        result.samples(),
        result.seconds(),
        result.searchSeconds(),
        result.partitions(),
        result.netLoads());
    out.println("table: " + result.table());
  }
}
