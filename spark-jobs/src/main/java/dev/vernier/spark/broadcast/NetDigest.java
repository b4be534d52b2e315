package dev.vernier.spark.broadcast;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a net's two files; the length keeps the boundary between them from moving. */
final class NetDigest {
  private final MessageDigest digest;

  NetDigest(byte[] param) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
    digest.update(HexFormat.of().toHexDigits(param.length).getBytes(US_ASCII));
    digest.update(param);
  }

  NetDigest add(byte[] bin) {
    digest.update(bin);
    return this;
  }

  /** The bin, which is seen as it is read. */
  InputStream through(InputStream bin) {
    return new DigestInputStream(bin, digest);
  }

  /** The bin, which is seen as it is written. */
  OutputStream through(OutputStream bin) {
    return new DigestOutputStream(bin, digest);
  }

  /** What has been seen; to be asked once. */
  String fingerprint() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
