package dev.vernier.spark.config;

import java.util.Arrays;
import java.util.Locale;

/** How samples are stored. */
public enum SourceFormat {
  /**
   * {@link #LIST} for a {@code .txt} or {@code .list} file, {@link #PARQUET} for a {@code .parquet}
   * file or a folder that holds one, otherwise {@link #FILES}.
   */
  AUTO("auto"),
  /** A file, a folder with all that lies below it, or a glob. */
  FILES("files"),
  /** A text file with a path a line, relative to the list's folder. */
  LIST("list"),
  /** A Parquet file or folder; a binary column holds the encoded images or npy tensors. */
  PARQUET("parquet"),
  /** Spark's {@code binaryFile} source: columns path, modificationTime, length and content. */
  BINARY_FILE("binaryFile");

  private final String optionName;

  SourceFormat(String optionName) {
    this.optionName = optionName;
  }

  /** The name that the command line and configuration files use. */
  public String optionName() {
    return optionName;
  }

  /**
   * The format of that name, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SourceFormat of(String name) {
    for (SourceFormat format : values()) {
      if (format.optionName.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "source format is \""
            + name
            + "\", expected one of "
            + Arrays.stream(values()).map(SourceFormat::optionName).toList());
  }
}
