package dev.vernier.spark.source;

import dev.vernier.spark.config.PreprocessOptions;
import java.io.Serializable;

/**
 * Which column of a row feeds one input of the net.
 *
 * @param blob name of the input blob; empty for the net's input at this position
 * @param column index in the row
 * @param holdsPath whether the column names a file, rather than holding its bytes
 * @param preprocess how an image becomes the blob
 */
public record SampleColumn(
    String blob, int column, boolean holdsPath, PreprocessOptions preprocess)
    implements Serializable {}
