package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.onnx.OnnxConverter;
import dev.vernier.spark.JobException;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.calibrate.LayerDetail;
import dev.vernier.spark.config.AnswerOptions;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.RunOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.config.TuneOptions;
import dev.vernier.spark.evaluate.EvaluateJob;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.infer.InferJob;
import dev.vernier.spark.infer.InferResult;
import dev.vernier.spark.report.Report;
import dev.vernier.spark.report.ReportFiles;
import dev.vernier.spark.tune.TuneJob;
import dev.vernier.spark.tune.TuneResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "that have to stay fp32, quantises the others, and compares the answers of both nets to"
          + " 2,000",
      "other images with their labels. Ends in a table and the path of a report."
    })
final class DemoCommand implements Callable<Integer> {
  /** Percentage points that int8 may lose. */
  private static final double MAX_DROP = 0.5;

  /**
   * What {@code demo} found.
   *
   * @param layers of the converted net
   * @param fp32Bytes size of the fp32 net's two files
   * @param int8Bytes size of the int8 net's
   * @param calibration what calibrate found
   * @param tuning what tune found
   * @param inference what infer did with the fp32 net
   * @param evaluation fp32 beside int8
   * @param report the report's file
   */
  record Result(
      int layers,
      long fp32Bytes,
      long int8Bytes,
      CalibrateResult calibration,
      TuneResult tuning,
      InferResult inference,
      EvaluateResult evaluation,
      String report) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--datasets",
      paramLabel = "DIR",
      defaultValue = "${sys:vernier.home:-.}/datasets",
      description = "Where the data sets lie (default: beside the launcher).")
  private Path datasets;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description =
          "Where nets, tables, predictions and the report go (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    Path data = datasets.resolve("fashion-mnist");
    if (!Files.isDirectory(data)) {
      throw new JobException(data + ": no such folder; --datasets names the one that holds it");
    }
    Result result;
    try (CommandSession session = sparkArguments.open("demo")) {
      result = run(session.spark(), data.toAbsolutePath().normalize());
    }
    common.print(spec.commandLine().getOut(), result, DemoCommand::print);
    return 0;
  }

  private Result run(SparkSession spark, Path data) throws IOException {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    RunOptions run = sparkArguments.options();
    Files.createDirectories(output);
    StoredNet converted = OnnxConverter.convert(data.resolve("fmnist.onnx"), Map.of(), false);
    NetOptions net = written(converted, "fmnist");
    List<InputOptions> calibrationImages =
        List.of(images(data.resolve("calibration-1000.parquet")));
    List<InputOptions> testImages = List.of(images(data.resolve("test-2000.parquet")));
    String labels = data.resolve("labels.txt").toString();
    AnswerOptions answers = AnswerOptions.DEFAULT.withLabels(labels);

    CalibrateOptions calibrate =
        new CalibrateOptions(
            net,
            calibrationImages,
            CalibrationMethod.KL,
            output.resolve("fmnist.kl.table").toString(),
            run);
    List<LayerDetail> details = new ArrayList<>();
    CalibrateResult calibration =
        new CalibrateJob(spark, progress).execute(calibrate, details::addAll);
    Report report = CalibrateReport.of(spark, progress, calibrate, calibration, details);

    TuneOptions tune =
        new TuneOptions(
            net,
            calibration.table(),
            calibrationImages,
            answers,
            MAX_DROP,
            TuneOptions.DEFAULT_HELD_BACK,
            TuneOptions.DEFAULT_SAMPLES,
            output.resolve("fmnist.tuned.table").toString(),
            run);
    TuneResult tuning = new TuneJob(spark, progress).execute(tune);
    report = TuneReport.of(spark, progress, tune, tuning).with(report);

    InferResult inference =
        new InferJob(spark, progress)
            .execute(
                new InferOptions(
                    net,
                    testImages,
                    List.of(),
                    3,
                    labels,
                    new OutputOptions(
                        output.resolve("predictions").toString(),
                        OutputFormat.PARQUET,
                        true,
                        false),
                    run));

    StoredNet quantized =
        NetQuantizer.quantize(
                converted,
                CalibrationTable.read(Path.of(tuning.table())),
                QuantizeOptions.defaults())
            .net();
    NetOptions int8 = written(quantized, "fmnist-int8");
    EvaluateOptions evaluate =
        new EvaluateOptions(
            net, Int8Options.of(int8), testImages, answers, EvaluateOptions.DEFAULT_WORST, run);
    EvaluateResult evaluation = new EvaluateJob(spark, progress).execute(evaluate);
    report = EvaluateReport.of(spark, progress, evaluate, evaluation).with(report);
    String file = output.resolve("report.html").toString();
    ReportFiles.write(spark.sparkContext().hadoopConfiguration(), file, report);
    return new Result(
        converted.layers().size(),
        bytes(net),
        bytes(int8),
        calibration,
        tuning,
        inference,
        evaluation,
        file);
  }

  private NetOptions written(StoredNet net, String name) throws IOException {
    Path param = output.resolve(name + ".param");
    Path bin = output.resolve(name + ".bin");
    net.write(param, bin);
    return new NetOptions(param.toString(), bin.toString());
  }

  private static long bytes(NetOptions net) throws IOException {
    return Files.size(Path.of(net.param())) + Files.size(Path.of(net.bin()));
  }

  private static InputOptions images(Path parquet) {
    return InputOptions.of(
        SampleSourceOptions.of(parquet.toString()),
        new PreprocessOptions(List.of(127.5f), List.of(0.007843137f), List.of(28, 28, 1), "GRAY"));
  }

  private static void print(PrintWriter out, Result result) {
    CalibrateCommand.print(out, result.calibration());
    out.println();
    TuneCommand.print(out, result.tuning());
    out.println();
    InferCommand.print(out, result.inference());
    out.println();
    EvaluateCommand.print(out, result.evaluation());
    out.println();
    EvaluateResult found = result.evaluation();
    row(out, "", "fp32", "int8");
    row(out, "accuracy, %", percent(found.fp32()), percent(found.int8()));
    row(out, "size, KB", kilobytes(result.fp32Bytes()), kilobytes(result.int8Bytes()));
    row(
        out,
        "layers in int8",
        "0",
        (result.tuning().layers().size() - result.tuning().kept().size())
            + " of "
            + result.tuning().layers().size());
    out.println("report: " + result.report());
  }

  private static void row(PrintWriter out, String what, String fp32, String int8) {
    out.printf(Locale.ROOT, "%-16s %10s %10s%n", what, fp32, int8);
  }

  private static String percent(EvaluateResult.Answers answers) {
    return String.format(Locale.ROOT, "%.2f", 100 * answers.accuracy());
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / 1000.0);
  }
}
