package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where samples come from.
 *
 * @param path file, folder, glob or list; local or any Hadoop path
 * @param format how they are stored
 * @param column the binary column of {@link SourceFormat#PARQUET} that holds the samples
 * @param absolutePaths whether a list may name files outside its own folder by absolute path or URI
 */
public record SampleSourceOptions(
    String path, SourceFormat format, String column, boolean absolutePaths)
    implements Serializable {

  /** The column that is read where none is named; Spark's {@code binaryFile} calls it so. */
  public static final String DEFAULT_COLUMN = "content";

  /** The path may not be blank; nothing may be null. */
  public SampleSourceOptions {
    NetOptions.requirePath(path, "input");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(column, "column");
  }

  /** Samples of a list stay below the list's folder. */
  public SampleSourceOptions(String path, SourceFormat format, String column) {
    this(path, format, column, false);
  }

  /** Samples at that path, stored as its name or contents show. */
  public static SampleSourceOptions of(String path) {
    return new SampleSourceOptions(path, SourceFormat.AUTO, DEFAULT_COLUMN);
  }

  /** The same samples in a given format. */
  public SampleSourceOptions withFormat(SourceFormat other) {
    return new SampleSourceOptions(path, other, column, absolutePaths);
  }

  /** The same samples in another column. */
  public SampleSourceOptions withColumn(String other) {
    return new SampleSourceOptions(path, format, other, absolutePaths);
  }

  /** The same samples, of which a list may lie anywhere if it names them by absolute path. */
  public SampleSourceOptions withAbsolutePaths(boolean allowed) {
    return new SampleSourceOptions(path, format, column, allowed);
  }
}
