package dev.vernier.engine.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Image I/O's stream over bytes that are already in memory: no copy, no cache, no file.
 *
 * <p>A reader that goes on asking at the end gets an error: the WebP reader would take every
 * missing bit for a pixel, at microseconds each, for as many pixels as the header claims.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {

  /** Readers look a few bytes ahead, so some reads at the end are in order. */
  private static final int MAX_READS_AT_END = 256;

  private final byte[] bytes;
  private int readsAtEnd;

  ByteArrayImageInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return atEnd();
    }
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return atEnd();
    }
    int count = Math.min(length, bytes.length - (int) streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int atEnd() throws IOException {
    if (++readsAtEnd > MAX_READS_AT_END) {
      throw new IOException("its " + bytes.length + " bytes end before its pixels do");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
