package dev.vernier.engine.io;

import dev.vernier.engine.NetException;

/** A {@code .param} file that cannot be read, or a parameter value that its layer does not take. */
public final class ParamFormatException extends NetException {
  private static final long serialVersionUID = 1L;

  /** An error whose message starts with the file and line: {@code net.param line 14: …}. */
  public ParamFormatException(String message) {
    super(message);
  }
}
