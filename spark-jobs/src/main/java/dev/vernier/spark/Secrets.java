package dev.vernier.spark;

import java.util.regex.Pattern;

/** Keeps what URIs may hold of keys and passwords out of messages, logs and the Spark UI. */
public final class Secrets {
  /** A path that was never a URI to Java has lost a slash; there only a password gives it away. */
  private static final Pattern USER =
      Pattern.compile("(?<=://)[^/@\\s]+(?=@)|(?<=:/)[^/@:\\s]+:[^/@\\s]*(?=@)");

  private Secrets() {}

  /** The text with the user parts of its URIs, which may hold passwords, as {@code ***}. */
  public static String masked(String text) {
    return USER.matcher(text).replaceAll("***");
  }
}
