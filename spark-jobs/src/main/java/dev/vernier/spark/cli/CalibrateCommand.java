package dev.vernier.spark.cli;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.PercentileSearch;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.config.CalibrateOptions;
import java.io.PrintWriter;
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
          "How thresholds are found: kl, aciq, minmax, percentile or mse (default:"
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
      names = "--table",
      required = true,
      paramLabel = "FILE",
      description = "The table to write; replaced if it exists.")
  private String table;

  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    CalibrateOptions options = options();
    CalibrateResult result;
    try (CommandSession session = sparkArguments.open("calibrate")) {
      result =
          new CalibrateJob(session.spark(), new ProgressLine(spec.commandLine().getErr()))
              .execute(options);
    }
    common.print(spec.commandLine().getOut(), result, CalibrateCommand::print);
    return 0;
  }

  private CalibrateOptions options() {
    try {
      return new CalibrateOptions(
          net.options(),
          inputs.options(),
          CalibrationMethod.parse(method),
          percentile,
          table,
          sparkArguments.options());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  static void print(PrintWriter out, CalibrateResult result) {
    out.printf(Locale.ROOT, "%-28s %14s %14s %14s%n", "layer", "absmax", "threshold", "scale");
    result
        .layers()
        .forEach(
            layer ->
                out.printf(
                    Locale.ROOT,
                    "%-28s %14.6f %14.6f %14.6f%n",
                    layer.layer(),
                    layer.absMax(),
                    layer.threshold(),
                    layer.scale()));
    result.warnings().forEach(warning -> out.println("warning: " + warning));
    BadRecords.print(out, result.badSamples(), result.firstBad());
    out.printf(
        Locale.ROOT,
        "%d samples in %.1f s (%d tasks a pass, net loads by JVM %s)%n",
        result.samples(),
        result.seconds(),
        result.partitions(),
        result.netLoads());
    out.println("table: " + result.table());
  }
}
