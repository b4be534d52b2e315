package dev.vernier.engine.io;

import dev.vernier.engine.NetException;

/** A {@code .bin} file that is truncated, too long, or holds a weight in an unknown form. */
public final class WeightFormatException extends NetException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the file, the byte offset and the layer. */
  public WeightFormatException(String message) {
    super(message);
  }
}
