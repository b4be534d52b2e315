package dev.vernier.spark.cli;

import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.tune.TuneJob;
import dev.vernier.spark.tune.TuneResult;
import dev.vernier.spark.tune.TuneResult.Figures;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tune}: which layers stay fp32. */
@Command(
    name = "tune",
    sortOptions = false,
    description = {
      "Finds the few layers that have to stay fp32 so that the int8 net is at most --max-drop",
      "worse than the fp32 one, and writes the calibration table without them.",
      "Nets are judged by accuracy where samples have labels, else by how often int8 and fp32",
      "answer the same, else by the cosine of their outputs."
    },
    footer = {
      "",
      "Example:",
      "  vernier tune --param rec.param --bin rec.bin --table rec.table --out-table rec.tuned.table"
          + " \\",
      "      --max-drop 1 --input lines.parquet --keys keys.txt --mean 127.5,127.5,127.5 \\",
      "      --norm 0.00784,0.00784,0.00784 --shape 320,48,3"
    })
final class TuneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private NetArguments net;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "FILE",
      description = "The net's calibration table.")
  private String table;

  @Mixin private InputArguments inputs;
  @Mixin private AnswerArguments answers;

  @Option(
      names = "--max-drop",
      defaultValue = "1",
      paramLabel = "POINTS",
      description =
          "By how many percentage points int8 may be worse than fp32 (default: ${DEFAULT-VALUE}).")
  private double maxDrop;

  @Option(
      names = "--held-back",
      defaultValue = "" + TuneOptions.DEFAULT_HELD_BACK,
      paramLabel = "SHARE",
      description = {
        "Share of the samples that the search does not see and the result is verified on",
        "(default: ${DEFAULT-VALUE})."
      })
  private double heldBack;

  @Option(
      names = "--samples",
      defaultValue = "" + TuneOptions.DEFAULT_SAMPLES,
      paramLabel = "N",
      description = "About how many samples are used, 0 for all (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--out-table",
      required = true,
      paramLabel = "FILE",
      description = {
        "The table to write; replaced if it exists.",
        "FILE.json holds the reason for every layer that was left out."
      })
  private String output;

  @Mixin private ReportArguments report;
  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    TuneOptions options = options();
    TuneResult result;
    try (CommandSession session = sparkArguments.open("tune")) {
      ReportArguments.Writer writer = report.open(session.spark());
      ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
      result = new TuneJob(session.spark(), progress).execute(options);
      writer.write(() -> TuneReport.of(session.spark(), progress, options, result, true));
    }
    common.print(spec.commandLine().getOut(), result, TuneCommand::print);
    report.announce(spec.commandLine().getErr());
    return 0;
  }

  private TuneOptions options() {
    try {
      return new TuneOptions(
          net.options(),
          table,
          inputs.options(),
          answers.options(),
          maxDrop,
          heldBack,
          samples,
          output,
          sparkArguments.options());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  static void print(PrintWriter out, TuneResult result) {
    out.printf(
        Locale.ROOT, "%d of %d layers stay fp32%n", result.kept().size(), result.layers().size());
    for (TuneResult.KeptLayer layer : result.kept()) {
      out.println("  " + layer.layer() + " (" + layer.type() + "): " + layer.reason());
    }
    print(out, result.metric().label() + " on the samples searched with", result.search());
    print(out, result.metric().label() + " on the samples held back", result.heldBack());
    BadRecords.print(out, result.badSamples(), result.firstBad());
    out.printf(Locale.ROOT, "%d choices tried in %.1f s%n", result.choices(), result.seconds());
    out.println("table: " + result.table());
    out.println("reasons: " + result.reasons());
  }

  private static void print(PrintWriter out, String what, Figures figures) {
    out.printf(
        Locale.ROOT,
        "%s (%d): fp32 %.2f %%, int8 before %.2f %%, after %.2f %%%n",
        what,
        figures.samples(),
        100 * figures.fp32(),
        100 * figures.before(),
        100 * figures.after());
  }
}
