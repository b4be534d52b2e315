package dev.vernier.engine.image;

import java.io.IOException;

/** Bytes that are not an image this engine can read; the message names the source and the fault. */
public final class ImageFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A fault found in {@code source}: {@code "SOURCE: REASON"}. */
  public ImageFormatException(String source, String reason) {
    super(source + ": " + reason);
  }

  /** A fault that a decoder reported by an exception of its own. */
  public ImageFormatException(String source, String reason, Throwable cause) {
    super(source + ": " + reason, cause);
  }
}
