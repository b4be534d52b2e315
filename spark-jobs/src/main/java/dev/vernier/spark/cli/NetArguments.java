package dev.vernier.spark.cli;

import dev.vernier.spark.config.NetOptions;
import picocli.CommandLine.Option;

/** The net that a job runs. */
final class NetArguments {

  @Option(
      names = "--param",
      required = true,
      paramLabel = "FILE",
      description = "The net's .param file, local or any Hadoop path.")
  private String param;

  @Option(
      names = "--bin",
      required = true,
      paramLabel = "FILE",
      description = "The net's .bin file, local or any Hadoop path.")
  private String bin;

  NetOptions options() {
    return new NetOptions(param, bin);
  }
}
