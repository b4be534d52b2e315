package dev.vernier.spark.cli;

import dev.vernier.spark.config.InferOptions;
import dev.vernier.spark.config.OutputFormat;
import dev.vernier.spark.config.OutputOptions;
import dev.vernier.spark.infer.InferJob;
import dev.vernier.spark.infer.InferResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infer}: samples to a net's outputs, as rows. */
@Command(
    name = "infer",
    sortOptions = false,
    description = "Runs a net over all inputs and writes its outputs beside the inputs' columns.",
    footer = {
      "",
      "Example:",
      "  vernier infer --param fmnist.param --bin fmnist.bin --input test-2000.parquet \\",
      "      --mean 127.5 --norm 0.007843137 --shape 28,28,1 --pixel GRAY \\",
      "      --top-k 3 --output predictions"
    })
final class InferCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private NetArguments net;
  @Mixin private InputArguments inputs;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to write, local or any Hadoop path.")
  private String output;

  @Option(
      names = "--format",
      defaultValue = "parquet",
      paramLabel = "FORMAT",
      description = "parquet, json or csv (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(names = "--overwrite", description = "Replace the folder if it exists.")
  private boolean overwrite;

  @Option(names = "--keep-content", description = "Write the inputs' binary columns too.")
  private boolean keepContent;

  @Option(
      names = "--blob",
      paramLabel = "NAME",
      arity = "1..*",
      description = "Blobs to write (default: the net's outputs).")
  private List<String> blobs = List.of();

  @Option(
      names = "--top-k",
      defaultValue = "0",
      paramLabel = "N",
      description = "Add the N largest elements of the first blob with index, label and score.")
  private int topK;

  @Option(
      names = "--labels",
      defaultValue = "",
      paramLabel = "FILE",
      description = "Labels of --top-k, one a line.")
  private String labels;

  @Option(
      names = "--batch",
      defaultValue = "16",
      paramLabel = "N",
      description = "Samples that a task decodes before the net runs over them (default: 16).")
  private int batch;

  @Mixin private SparkArguments sparkArguments;
  @Mixin private CommonArguments common;

  @Override
  public Integer call() throws Exception {
    InferOptions options = options();
    InferResult result;
    try (CommandSession session = sparkArguments.open("infer")) {
      result =
          new InferJob(session.spark(), new ProgressLine(spec.commandLine().getErr()))
              .execute(options);
    }
    common.print(spec.commandLine().getOut(), result, InferCommand::print);
    return 0;
  }

  private InferOptions options() {
    try {
      return new InferOptions(
          net.options(),
          inputs.options(),
          blobs,
          topK,
          labels,
          new OutputOptions(output, OutputFormat.of(format), overwrite, keepContent),
          sparkArguments.options().withBatch(batch));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  static void print(PrintWriter out, InferResult result) {
    BadRecords.print(out, result.badSamples(), result.firstBad());
    out.printf(
        Locale.ROOT,
        "%d samples in %.1f s, %.0f a second (%d tasks, net loads by JVM %s)%n",
        result.samples(),
        result.seconds(),
        result.samplesPerSecond(),
        result.partitions(),
        result.netLoads());
    out.println("columns: " + String.join(", ", result.columns()));
    out.println("rows: " + result.output());
  }
}
