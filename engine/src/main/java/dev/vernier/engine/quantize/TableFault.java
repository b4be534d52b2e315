package dev.vernier.engine.quantize;

import java.util.Locale;

/**
 * Something about a calibration table that its net does not bear out.
 *
 * @param severity whether the table can be used all the same
 * @param line number of the line in the table's file, from 1 on; 0 where a line is missing
 * @param layer name of the layer
 * @param problem what is wrong
 */
public record TableFault(Severity severity, int line, String layer, String problem) {

  /** Whether a table can be used in spite of a fault. */
  public enum Severity {
    /** It cannot. */
    ERROR,
    /** It can, and what is done about the fault is said. */
    WARNING
  }

  /** {@code error line 12: layer "conv1": …}. */
  @Override
  public String toString() {
    return severity.name().toLowerCase(Locale.ROOT)
        + (line == 0 ? "" : " line " + line)
        + ": layer \""
        + layer
        + "\": "
        + problem;
  }
}
