package dev.vernier.spark.cli;

import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.evaluate.EvaluateJob;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.evaluate.EvaluateResult.Answers;
import dev.vernier.spark.evaluate.EvaluateResult.Confusion;
import dev.vernier.spark.evaluate.EvaluateResult.LayerLine;
import dev.vernier.spark.evaluate.WorstSample;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evaluate}: an fp32 net and an int8 net of it, side by side. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description =
        "Runs an fp32 net and its int8 form over the same samples and says how far the second lies"
            + " from the first: in its answers, its output, and layer by layer.",
    footer = {
      "",
      "Example:",
      "  vernier evaluate --param fmnist.param --bin fmnist.bin --table fmnist.table \\",
      "      --input test.parquet --mean 127.5 --norm 0.007843137 --shape 28,28,1 --pixel GRAY"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int CONFUSIONS_SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private NetArguments net;
  @Mixin private Int8Arguments int8;
  @Mixin private InputArguments inputs;
  @Mixin private AnswerArguments answers;

  @Option(
      names = "--worst",
      defaultValue = "" + EvaluateOptions.DEFAULT_WORST,
      paramLabel = "N",
      description = "How many of the worst samples are listed (default: ${DEFAULT-VALUE}).")
  private int worst;

  @Mixin private ReportArguments report;
  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    EvaluateOptions options = options();
    EvaluateResult result;
    try (CommandSession session = sparkArguments.open("evaluate")) {
      ReportArguments.Writer writer = report.open(session.spark());
      ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
      result = new EvaluateJob(session.spark(), progress).execute(options);
      writer.write(() -> EvaluateReport.of(session.spark(), progress, options, result));
    }
    common.print(spec.commandLine().getOut(), result, EvaluateCommand::print);
    report.announce(spec.commandLine().getErr());
    return 0;
  }

  private EvaluateOptions options() {
    try {
      return new EvaluateOptions(
          net.options(),
          int8.options(),
          inputs.options(),
          answers.options(),
          worst,
          sparkArguments.options());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  static void print(PrintWriter out, EvaluateResult result) {
    printLayers(out, result.layers());
    printConfusion(out, result.confusion());
    printWorst(out, result.worst());
    BadRecords.print(out, result.badSamples(), result.firstBad());
    out.println();
    printAnswers(out, "fp32", result.fp32());
    printAnswers(out, "int8", result.int8());
    if (result.agreement() != null) {
      out.printf(Locale.ROOT, "agreement %.2f %%%n", 100 * result.agreement());
    }
    out.printf(
        Locale.ROOT,
        "output: SQNR %.2f dB, cosine %.6f, mean error %.6f, largest error %.6f%n",
        result.output().sqnr(),
        result.output().cosine(),
        result.output().meanError(),
        result.output().largestError());
    out.printf(
        Locale.ROOT,
        "%d samples in %.1f s (%d tasks, net loads by JVM %s)%n",
        result.samples(),
        result.seconds(),
        result.partitions(),
        result.netLoads());
  }

  private static void printLayers(PrintWriter out, List<LayerLine> layers) {
    out.println("quantised layers: each alone in int8 | all of them");
    String head = "%8s %9s %11s %23s";
    String names =
        String.format(Locale.ROOT, head, "SQNR dB", "cosine", "saturated", "input min .. max");
    out.printf(Locale.ROOT, "%-28s %s | %s%n", "layer", names, names);
    String cells = "%8.2f %9.6f %9.4f %% %10.3f .. %9.3f";
    for (LayerLine line : layers) {
      out.printf(
          Locale.ROOT,
          "%-28s " + cells + " | " + cells + "%n",
          line.layer(),
          line.ownSqnr(),
          line.ownCosine(),
          100 * line.ownSaturation(),
          line.ownMin(),
          line.ownMax(),
          line.sqnr(),
          line.cosine(),
          100 * line.saturation(),
          line.min(),
          line.max());
    }
  }

  private static void printConfusion(PrintWriter out, List<Confusion> confusion) {
    List<Confusion> mistakes =
        confusion.stream()
            .filter(cell -> !cell.label().equals(cell.answer()))
            .sorted(Comparator.comparingLong(Confusion::int8).reversed())
            .limit(CONFUSIONS_SHOWN)
            .toList();
    if (!mistakes.isEmpty()) {
      out.println();
      out.println("most frequent mistakes of int8:");
      for (Confusion cell : mistakes) {
        out.printf(
            Locale.ROOT,
            "  %s taken for %s: fp32 %d, int8 %d%n",
            cell.label(),
            cell.answer(),
            cell.fp32(),
            cell.int8());
      }
    }
  }

  private static void printWorst(PrintWriter out, List<WorstSample> worst) {
    if (!worst.isEmpty()) {
      out.println();
      out.println("worst samples:");
      for (WorstSample sample : worst) {
        String answer =
            sample.fp32().isEmpty() && sample.int8().isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT, ": fp32 \"%s\", int8 \"%s\"", sample.fp32(), sample.int8());
        String label = sample.label() == null ? "" : ", label \"" + sample.label() + "\"";
        out.printf(
            Locale.ROOT,
            "  %s%s%s (cosine %.6f, SQNR %.2f dB)%n",
            sample.name(),
            answer,
            label,
            sample.cosine(),
            sample.sqnr());
      }
    }
  }

  private static void printAnswers(PrintWriter out, String net, Answers answers) {
    if (answers.accuracy() == null) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s: %.2f %% right of %,d labelled samples",
        net,
        100 * answers.accuracy(),
        answers.labelled());
    if (answers.topFive() != null) {
      out.printf(Locale.ROOT, ", top-5 %.2f %%", 100 * answers.topFive());
    }
    if (answers.characterErrorRate() != null) {
      out.printf(Locale.ROOT, ", character error rate %.2f %%", 100 * answers.characterErrorRate());
    }
    out.println();
  }
}
