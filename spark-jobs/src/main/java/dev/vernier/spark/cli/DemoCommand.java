package dev.vernier.spark.cli;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.spark.JobException;
import dev.vernier.spark.calibrate.CalibrateJob;
import dev.vernier.spark.calibrate.CalibrateResult;
import dev.vernier.spark.config.CalibrateOptions;
import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import dev.vernier.spark.config.PreprocessOptions;
import dev.vernier.spark.config.SampleSourceOptions;
import dev.vernier.spark.infer.InferJob;
import dev.vernier.spark.infer.InferResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
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
      "Calibrates the Fashion-MNIST net on 1,000 images, runs it over 2,000 others",
      "and compares its answers with their labels."
    })
final class DemoCommand implements Callable<Integer> {

  /** What {@code demo} found. */
  record Result(
      CalibrateResult calibration, InferResult inference, double fp32Accuracy, long images) {}

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

  private Result run(SparkSession spark, Path data) {
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
    return new Result(
        calibration, inference, accuracy(spark, inference.output()), inference.samples());
  }

  private static InputOptions images(Path parquet) {
    return InputOptions.of(
        SampleSourceOptions.of(parquet.toString()),
        new PreprocessOptions(List.of(127.5f), List.of(0.007843137f), List.of(28, 28, 1), "GRAY"));
  }

  /** The share of rows whose first answer is their label. */
  private static double accuracy(SparkSession spark, String predictions) {
    Row row =
        spark
            .read()
            .parquet(predictions)
            .select(
                avg(
                    element_at(col("top_k"), 1)
                        .getField("index")
                        .equalTo(col("label").cast("int"))
                        .cast("double")))
            .first();
    return row.getDouble(0);
  }

  private static void print(PrintWriter out, Result result) {
    CalibrateCommand.print(out, result.calibration());
    out.println();
    InferCommand.print(out, result.inference());
    out.println();
    out.printf(
        Locale.ROOT,
        "fp32 accuracy %.1f %% on %,d test images%n",
        100 * result.fp32Accuracy(),
        result.images());
  }
}
