package dev.vernier.spark;

/** A job that cannot be done, for a reason that the user can act on. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error that says what is wrong, where, what was found and what was expected. */
  public JobException(String message) {
    super(message);
  }

  /** The same with the failure behind it. */
  public JobException(String message, Throwable cause) {
    super(message, cause);
  }
}
