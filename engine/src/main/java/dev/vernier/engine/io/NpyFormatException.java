package dev.vernier.engine.io;

import java.io.IOException;

/** Bytes that are not a NumPy array this engine can read; the message names the source. */
public final class NpyFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A fault found in {@code source}: {@code "SOURCE: REASON"}. */
  public NpyFormatException(String source, String reason) {
    super(source + ": " + reason);
  }
}
