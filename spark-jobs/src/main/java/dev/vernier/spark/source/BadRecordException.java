package dev.vernier.spark.source;

/** One record cannot be used; the message is the reason, without the record's name. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A record that is bad for that reason. */
  public BadRecordException(String reason) {
    super(reason);
  }

  /** The same with the failure behind it. */
  public BadRecordException(String what, Exception cause) {
    super(what + reason(cause), cause);
  }

  /** What a failure says; its type where it does not say anything. */
  static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
