package dev.vernier.spark;

/** Finds what the user needs to know in what Spark throws. */
public final class JobFailures {

  private JobFailures() {}

  /**
   * The job's own error where a task threw one, otherwise a {@link JobException} with the innermost
   * message.
   */
  public static RuntimeException of(String what, Exception failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException own) {
        return new JobException(own.getMessage(), failure);
      }
      innermost = cause;
    }
    String message = innermost.getMessage();
    return new JobException(
        what + ": " + (message == null ? innermost.getClass().getName() : message), failure);
  }
}
