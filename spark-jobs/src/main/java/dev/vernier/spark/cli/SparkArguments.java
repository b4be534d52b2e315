package dev.vernier.spark.cli;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.spark.config.BadRecordMode;
import dev.vernier.spark.config.RunOptions;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a job runs on Spark. */
final class SparkArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--mode",
      defaultValue = "PERMISSIVE",
      paramLabel = "MODE",
      description = {
        "What happens to bad records: PERMISSIVE (kept with a reason), DROPMALFORMED (left out)",
        "or FAILFAST (the job fails). Default: ${DEFAULT-VALUE}."
      })
  private BadRecordMode mode;

  @Option(
      names = "--partitions",
      defaultValue = "0",
      paramLabel = "N",
      description = "Tasks that the samples are split into (default: by cores and samples).")
  private int partitions;

  @Option(
      names = "--kernels",
      defaultValue = "auto",
      paramLabel = "WHICH",
      description = "auto, scalar or vector (default: ${DEFAULT-VALUE}).")
  private KernelProvider kernels;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: local[*], all cores of this machine).")
  private String master;

  @Option(
      names = {"--threads", "--thread"},
      paramLabel = "N",
      description = "Cores to use with the embedded Spark: the same as --master local[N].")
  private Integer threads;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting of Spark's, or spark.vernier.OPTION for an option of this command;",
        "may be given several times."
      })
  private Map<String, String> settings = Map.of();

  /** Declared for the help and the parser; {@link ConfiguredArguments} has read the file. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "HOCON file with options of this command: vernier { OPTION = VALUE }.",
        "The command line wins over --conf, --conf over the file."
      })
  private Path config;

  RunOptions options() {
    return new RunOptions(mode, partitions, RunOptions.DEFAULT_BATCH, kernels);
  }

  /** The session that spark-submit prepared, or an embedded one. */
  CommandSession open(String name) {
    SparkConf conf = new SparkConf().setAppName("vernier " + name);
    conf.setIfMissing("spark.master", defaultMaster());
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    settings.forEach(conf::set);
    return CommandSession.open(conf);
  }

  private String defaultMaster() {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads is " + threads + ", must be at least 1");
    }
    if (master != null) {
      return master;
    }
    return threads == null ? "local[*]" : "local[" + threads + "]";
  }
}
