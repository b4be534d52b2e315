package dev.vernier.spark.cli;

import dev.vernier.spark.config.AnswerOptions;
import picocli.CommandLine.Option;

/** How an output is read, and where the right answers are. */
final class AnswerArguments {

  @Option(
      names = "--blob",
      defaultValue = "",
      paramLabel = "NAME",
      description = "The output that is compared (default: the net's first).")
  private String blob;

  @Option(
      names = "--keys",
      defaultValue = "",
      paramLabel = "FILE",
      description = {
        "Keys of a net that spells texts (CTC), one a line: class 0 is the blank,",
        "one class more than keys is the space."
      })
  private String keys;

  @Option(
      names = "--labels",
      defaultValue = "",
      paramLabel = "FILE",
      description = "Class names, one a line, for labels that are names.")
  private String labels;

  @Option(
      names = "--label-column",
      defaultValue = "",
      paramLabel = "NAME",
      description =
          "Column of the Parquet input with the labels (default: label, if there is one).")
  private String labelColumn;

  @Option(
      names = "--truth",
      defaultValue = "",
      paramLabel = "FILE",
      description = {
        "Labels in a text file, a line NAME TAB LABEL a sample;",
        "NAME is the sample's path or the end of it."
      })
  private String truth;

  /**
   * As the jobs take them.
   *
   * @throws IllegalArgumentException if labels have two origins
   */
  AnswerOptions options() {
    return new AnswerOptions(blob, keys, labels, labelColumn, truth);
  }
}
