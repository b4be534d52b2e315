package dev.vernier.spark.cli;

import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import dev.vernier.spark.JobException;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
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
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.evaluate.EvaluateJob;
import dev.vernier.spark.evaluate.EvaluateResult;
import dev.vernier.spark.infer.InferJob;
import dev.vernier.spark.infer.InferResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job on the data sets that come with Vernier. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Calibrates the Fashion-MNIST net on 1,000 images, quantises it, and compares the answers",
      "of both nets to 2,000 others with their labels."
    })
final class DemoCommand implements Callable<Integer> {

  /** What {@code demo} found. */
  record Result(CalibrateResult calibration, InferResult inference, EvaluateResult evaluation) {}

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
      description = "Where the table and the predictions go (default: ${DEFAULT-VALUE}).")
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
    NetOptions net =
        new NetOptions(
            data.resolve("fmnist.param").toString(), data.resolve("fmnist.bin").toString());
    CalibrateResult calibration =
        new CalibrateJob(spark, progress)
            .execute(
                new CalibrateOptions(
                    net,
                    List.of(images(data.resolve("calibration-1000.parquet"))),
                    CalibrationMethod.KL,
                    output.resolve("fmnist.kl.table").toString(),
                    sparkArguments.options()));
    InferResult inference =
        new InferJob(spark, progress)
            .execute(
                new InferOptions(
                    net,
                    List.of(images(data.resolve("test-2000.parquet"))),
                    List.of(),
                    3,
                    data.resolve("labels.txt").toString(),
                    new OutputOptions(
                        output.resolve("predictions").toString(),
                        OutputFormat.PARQUET,
                        true,
                        false),
                    sparkArguments.options()));
    EvaluateResult evaluation =
        new EvaluateJob(spark, progress)
            .execute(
                new EvaluateOptions(
                    net,
                    Int8Options.of(quantized(data, calibration.table())),
                    List.of(images(data.resolve("test-2000.parquet"))),
                    AnswerOptions.DEFAULT.withLabels(data.resolve("labels.txt").toString()),
                    EvaluateOptions.DEFAULT_WORST,
                    sparkArguments.options()));
    return new Result(calibration, inference, evaluation);
  }

  /** The int8 net, written beside the table. */
  private NetOptions quantized(Path data, String table) throws IOException {
    Path param = output.resolve("fmnist-int8.param");
    Path bin = output.resolve("fmnist-int8.bin");
    NetQuantizer.quantize(
            StoredNet.read(data.resolve("fmnist.param"), data.resolve("fmnist.bin")),
            CalibrationTable.read(Path.of(table)),
            QuantizeOptions.defaults())
        .net()
        .write(param, bin);
    return new NetOptions(param.toString(), bin.toString());
  }

  private static InputOptions images(Path parquet) {
    return InputOptions.of(
        SampleSourceOptions.of(parquet.toString()),
        new PreprocessOptions(List.of(127.5f), List.of(0.007843137f), List.of(28, 28, 1), "GRAY"));
  }

  private static void print(PrintWriter out, Result result) {
    CalibrateCommand.print(out, result.calibration());
    out.println();
    InferCommand.print(out, result.inference());
    out.println();
    EvaluateCommand.print(out, result.evaluation());
  }
}
