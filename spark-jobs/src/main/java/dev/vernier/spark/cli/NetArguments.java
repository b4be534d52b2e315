package dev.vernier.spark.cli;

import dev.vernier.spark.config.NetOptions;
import picocli.CommandLine.Option;

/** The net that a job runs. */
final class NetArguments {

  @Option(
      names = "--param",
      required = true,
      paramLabel = "FILE",
      description =
          "The net's .param or .param.bin file, local or any Hadoop path; FILE.zip!/NAME is one in"
              + " an archive.")
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
