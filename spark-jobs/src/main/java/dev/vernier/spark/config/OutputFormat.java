package dev.vernier.spark.config;

import java.util.Arrays;
import java.util.Locale;

/** What {@code infer} writes. */
public enum OutputFormat {
  /** Parquet. */
  PARQUET,
  /** One JSON object a line. */
  JSON,
  /** CSV with a header; arrays and structs are JSON in a string. */
  CSV;

  /** The name under which Spark knows it. */
  public String sparkName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of that name, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OutputFormat of(String name) {
    for (OutputFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "output format is \""
            + name
            + "\", expected one of "
            + Arrays.stream(values()).map(OutputFormat::sparkName).toList());
  }
}
