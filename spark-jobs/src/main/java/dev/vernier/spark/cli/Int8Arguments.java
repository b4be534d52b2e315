package dev.vernier.spark.cli;

import dev.vernier.spark.config.Int8Options;
import dev.vernier.spark.config.NetOptions;
import picocli.CommandLine.Option;

/** The int8 net beside the fp32 one. */
final class Int8Arguments {

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Calibration table that the fp32 net is quantised by.")
  private String table;

  @Option(
      names = "--int8-param",
      paramLabel = "FILE",
      description = "The int8 net's .param file, in place of a table.")
  private String param;

  @Option(names = "--int8-bin", paramLabel = "FILE", description = "The int8 net's .bin file.")
  private String bin;

  /**
   * As the jobs take them.
   *
   * @throws IllegalArgumentException if neither a table nor both files are given, or all of them
   */
  Int8Options options() {
    if ((param == null) != (bin == null)) {
      throw new IllegalArgumentException("--int8-param and --int8-bin go together");
    }
    if ((param == null) == (table == null)) {
      throw new IllegalArgumentException(
          "give --table, or --int8-param and --int8-bin" + (table == null ? "" : ", not both"));
    }
    return new Int8Options(param == null ? null : new NetOptions(param, bin), table);
  }
}
