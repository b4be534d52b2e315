package dev.vernier.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where a net lies.
 *
 * @param param path of the {@code .param} file, local or any Hadoop path
 * @param bin path of the {@code .bin} file, local or any Hadoop path
 */
public record NetOptions(String param, String bin) implements Serializable {

  /** Neither path may be null or blank. */
  public NetOptions {
    requirePath(param, "param");
    requirePath(bin, "bin");
  }

  static String requirePath(String path, String what) {
    if (Objects.requireNonNull(path, what).isBlank()) {
      throw new IllegalArgumentException(what + " is empty, expected a path");
    }
    return path;
  }
}
