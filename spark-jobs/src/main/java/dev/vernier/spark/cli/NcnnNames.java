package dev.vernier.spark.cli;

import java.util.Set;

/** ncnn2table's {@code key=value} arguments under this command line's names. */
final class NcnnNames {
  private static final Set<String> KEYS =
      Set.of("mean", "norm", "shape", "pixel", "method", "type", "thread");

  private NcnnNames() {}

  /** {@code --key=value} for one of ncnn2table's {@code key=value}; anything else as it is. */
  static String translate(String argument) {
    int equals = argument.indexOf('=');
    return equals > 0 && KEYS.contains(argument.substring(0, equals)) ? "--" + argument : argument;
  }
}
