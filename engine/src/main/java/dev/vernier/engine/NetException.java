package dev.vernier.engine;

/** Something is wrong with a net's files, or with what is asked of a net. */
public class NetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error that says what is wrong, where, what was found and what was expected. */
  public NetException(String message) {
    super(message);
  }

  /** The same with the failure behind it. */
  public NetException(String message, Throwable cause) {
    super(message, cause);
  }
}
