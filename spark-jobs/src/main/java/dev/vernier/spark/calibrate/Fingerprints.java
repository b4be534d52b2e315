package dev.vernier.spark.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal digits. */
final class Fingerprints {
  private static final int SHOWN = 12;

  private Fingerprints() {}

  static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)));
  }

  /** Of numbers in this order. */
  static String of(long[] numbers) {
    MessageDigest digest = sha256();
    ByteBuffer one = ByteBuffer.allocate(Long.BYTES);
    for (long number : numbers) {
      digest.update(one.putLong(0, number).array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What a message shows of a fingerprint. */
  static String abbreviate(String fingerprint) {
    return fingerprint.substring(0, Math.min(SHOWN, fingerprint.length())) + "…";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
