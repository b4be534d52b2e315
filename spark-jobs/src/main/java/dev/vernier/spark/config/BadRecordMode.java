package dev.vernier.spark.config;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a job does with a record that cannot be read or decoded, under the names that Spark uses.
 */
public enum BadRecordMode {
  /** Keep going; {@code infer} writes a row with the reason, {@code calibrate} counts it. */
  PERMISSIVE,
  /** Keep going without the record; it is counted. */
  DROPMALFORMED,
  /** Fail the job at the first bad record, with its path and the reason. */
  FAILFAST;

  /**
   * The mode of that name, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BadRecordMode of(String name) {
    for (BadRecordMode mode : values()) {
      if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "mode is \"" + name + "\", expected one of " + Arrays.toString(values()));
  }
}
