package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * How an output is read as an answer, and where the right answers are.
 *
 * @param blob the output to read; empty for the net's first
 * @param keys path of a file with a key a line, for an output that spells a text (CTC); empty for
 *     an output of class scores
 * @param labels path of a file with a class name a line, for labels that are names; may be empty
 * @param labelColumn column of a table that holds the label; empty for {@link #DEFAULT_COLUMN}
 *     where there is one
 * @param truth path of a text file of lines {@code NAME TAB LABEL}, where NAME is a sample's path
 *     or the end of it; may be empty
 */
public record AnswerOptions(
    String blob, String keys, String labels, String labelColumn, String truth)
    implements Serializable {

  /** The column of labels where none is named. */
  public static final String DEFAULT_COLUMN = "label";

  /** The first output as class scores, labels from column {@link #DEFAULT_COLUMN} if any. */
  public static final AnswerOptions DEFAULT = new AnswerOptions("", "", "", "", "");

  /** Nothing may be null; labels have one origin. */
  public AnswerOptions {
    Objects.requireNonNull(blob, "blob");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(labelColumn, "labelColumn");
    Objects.requireNonNull(truth, "truth");
    if (!labelColumn.isEmpty() && !truth.isEmpty()) {
      throw new IllegalArgumentException(
          "labels come from column \"" + labelColumn + "\" or from " + truth + ", not from both");
    }
  }

  /** The same reading texts with the keys of that file. */
  public AnswerOptions withKeys(String file) {
    return new AnswerOptions(blob, file, labels, labelColumn, truth);
  }

  /** The same with class names from that file. */
  public AnswerOptions withLabels(String file) {
    return new AnswerOptions(blob, keys, file, labelColumn, truth);
  }

  /** The same with labels from a file of names and labels. */
  public AnswerOptions withTruth(String file) {
    return new AnswerOptions(blob, keys, labels, labelColumn, file);
  }
}
