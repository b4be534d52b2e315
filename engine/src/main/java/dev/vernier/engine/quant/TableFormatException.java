package dev.vernier.engine.quant;

import dev.vernier.engine.NetException;

/** A calibration table that cannot be read. */
public final class TableFormatException extends NetException {
  private static final long serialVersionUID = 1L;

  /** An error whose message starts with the file and line: {@code net.table line 14: …}. */
  public TableFormatException(String message) {
    super(message);
  }
}
