package dev.vernier.spark.cli;

import dev.vernier.spark.JobException;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.evaluate.EvaluateResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the way from an ONNX model to an int8 net, on the data that comes with Vernier. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Converts the Fashion-MNIST model from ONNX, calibrates it on 1,000 images, finds the layers",
      "that have to stay fp32, quantises the others, and compares the answers of both nets to",
      "2,000 other images with their labels. Then reads 100 rendered lines of text with PP-OCR's",
      "nets, in fp32 and in int8. Ends in a table and the paths of the reports."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String HEAD = "%-14s %15s  %15s  %8s%n";
  private static final String ROW = "%-14s %7s %7s  %7s %7s  %8s  %s%n";

  /**
   * What {@code demo} found.
   *
   * @param fashion of Fashion-MNIST
   * @param directions of the net that tells which lines of text are upside down
   * @param texts of the net that reads them
   */
  record Result(DemoFashion fashion, DemoTexts directions, DemoTexts texts) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--datasets",
      paramLabel = "DIR",
      defaultValue = "${sys:vernier.home:-.}/datasets",
      description = "Where the data sets lie (default: beside the launcher).")
  private Path datasets;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "${sys:vernier.home:-.}/spark-jobs/target/models",
      description = "Where PP-OCR's nets lie (default: where the build unpacks them).")
  private Path models;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description =
          "Where nets, tables, predictions and the reports go (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    Path fashion = folder(datasets.resolve("fashion-mnist"), "--datasets");
    Path lines = folder(datasets.resolve("ocr"), "--datasets");
    Path nets = folder(models, "--models");
    Result result;
    try (CommandSession session = sparkArguments.open("demo")) {
      result = run(session.spark(), fashion, lines, nets);
    }
    common.print(spec.commandLine().getOut(), result, DemoCommand::print);
    return 0;
  }

  private static Path folder(Path path, String option) {
    if (!Files.isDirectory(path)) {
      throw new JobException(path + ": no such folder; " + option + " names the one to look in");
    }
    return path.toAbsolutePath().normalize();
  }

  private Result run(SparkSession spark, Path fashion, Path lines, Path nets) throws IOException {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    RunOptions run = sparkArguments.options();
    DemoOutput written = new DemoOutput(Files.createDirectories(output));
    return new Result(
        DemoFashion.run(spark, progress, run, fashion, written),
        DemoTexts.run(spark, progress, run, DemoTexts.CLASSIFIER, lines, nets, written),
        DemoTexts.run(spark, progress, run, DemoTexts.RECOGNISER, lines, nets, written));
  }

  private static void print(PrintWriter out, Result result) {
    DemoFashion fashion = result.fashion();
    CalibrateCommand.print(out, fashion.calibration());
    out.println();
    TuneCommand.print(out, fashion.tuning());
    out.println();
    InferCommand.print(out, fashion.inference());
    out.println();
    EvaluateCommand.print(out, fashion.evaluation());
    out.println();
    out.println("lines of text, which are upside down (1) and which are not (0):");
    EvaluateCommand.print(out, result.directions().evaluation());
    out.println();
    out.println("lines of text, read:");
    EvaluateCommand.print(out, result.texts().evaluation());
    out.println();

    out.printf(Locale.ROOT, HEAD, "", "right, %", "size, KB", "layers");
    out.printf(Locale.ROOT, ROW, "", "fp32", "int8", "fp32", "int8", "in int8", "report");
    EvaluateResult images = fashion.evaluation();
    int tuned = fashion.tuning().layers().size();
    int kept = fashion.tuning().kept().size();
    row(
        out,
        "Fashion-MNIST",
        images,
        fashion.fp32Bytes(),
        fashion.int8Bytes(),
        tuned,
        kept,
        fashion.report());
    row(out, "lines turned", result.directions());
    row(out, "lines read", result.texts());
  }

  private static void row(PrintWriter out, String what, DemoTexts texts) {
    row(
        out,
        what,
        texts.evaluation(),
        texts.fp32Bytes(),
        texts.int8Bytes(),
        texts.layers(),
        texts.kept(),
        texts.report());
  }

  private static void row(
      PrintWriter out,
      String what,
      EvaluateResult found,
      long fp32Bytes,
      long int8Bytes,
      int layers,
      int kept,
      String report) {
    out.printf(
        Locale.ROOT,
        ROW,
        what,
        percent(found.fp32()),
        percent(found.int8()),
        kilobytes(fp32Bytes),
        kilobytes(int8Bytes),
        layers - kept + " of " + layers,
        report);
  }

  private static String percent(EvaluateResult.Answers answers) {
    return String.format(Locale.ROOT, "%.2f", 100 * answers.accuracy());
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / 1000.0);
  }
}
