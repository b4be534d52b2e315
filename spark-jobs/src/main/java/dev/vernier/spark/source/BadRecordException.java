package dev.vernier.spark.source;

/** One record cannot be used; the message is the reason, without the record's name. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A record that is bad for that reason. */
  public BadRecordException(String reason) {
    super(reason);
  }

  /** The same with the failure behind it. */
  public BadRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** The reason that a failure gives; the failure's type where it does not say anything. */
  public static BadRecordException of(String what, Exception cause) {
    String message = cause.getMessage();
    return new BadRecordException(
        what + (message == null ? cause.getClass().getSimpleName() : message), cause);
  }
}
