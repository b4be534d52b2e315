package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where {@code infer} writes, and how.
 *
 * @param path folder, local or any Hadoop path
 * @param format what is written there
 * @param overwrite whether a folder that exists is replaced; otherwise it is an error
 * @param keepContent whether binary columns of the input are written too
 */
public record OutputOptions(
    String path, OutputFormat format, boolean overwrite, boolean keepContent)
    implements Serializable {

  /** The path may not be blank. */
  public OutputOptions {
    NetOptions.requirePath(path, "output");
    Objects.requireNonNull(format, "format");
  }

  /** Parquet into a new folder, without the input's binary columns. */
  public static OutputOptions of(String path) {
    return new OutputOptions(path, OutputFormat.PARQUET, false, false);
  }
}
