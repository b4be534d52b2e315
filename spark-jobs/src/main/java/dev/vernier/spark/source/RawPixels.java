package dev.vernier.spark.source;

import dev.vernier.engine.image.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An image that nothing has to decode, as Spark's image source gives it: interleaved bytes from the
 * first on, and 20 bytes that say what they are: w, h and channels as little-endian int32, and a
 * mark of 8 bytes. A sample stays an array of bytes so, whichever source it is from.
 *
 * @param pixels the bytes, and those behind them
 * @param format what the bytes are
 * @param w pixels in a row
 * @param h rows
 */
public record RawPixels(byte[] pixels, PixelFormat format, int w, int h) {
  private static final byte[] MARK = {(byte) 0x93, 'V', 'P', 'I', 'X', 'E', 'L', 'S'};
  private static final int TRAILER = 3 * Integer.BYTES + MARK.length;

  /**
   * Bytes of such an image.
   *
   * @param pixels rows from the top, blue before green before red
   * @throws BadRecordException if the channels are not 1, 3 or 4, a size is below 1, or there are
   *     more or fewer bytes than the sizes say
   */
  public static byte[] encode(byte[] pixels, int w, int h, int channels) throws BadRecordException {
    if (format(channels) == null || w < 1 || h < 1 || (long) w * h * channels != pixels.length) {
      throw new BadRecordException(
          "image of "
              + w
              + " x "
              + h
              + " pixels with "
              + channels
              + " channels over "
              + pixels.length
              + " bytes, expected 1, 3 or 4 channels and w * h * channels bytes");
    }
    if (pixels.length > Integer.MAX_VALUE - 8 - TRAILER) {
      throw new BadRecordException(
          "image of " + pixels.length + " bytes, expected less than 2 GiB");
    }
    byte[] bytes = Arrays.copyOf(pixels, pixels.length + TRAILER);
    ByteBuffer.wrap(bytes, pixels.length, TRAILER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(w)
        .putInt(h)
        .putInt(channels)
        .put(MARK);
    return bytes;
  }

  /** The image that the bytes are; null where they are something else. */
  static RawPixels of(byte[] bytes) {
    int length = bytes.length;
    if (length < TRAILER
        || !Arrays.equals(bytes, length - MARK.length, length, MARK, 0, MARK.length)) {
      return null;
    }
    ByteBuffer trailer =
        ByteBuffer.wrap(bytes, length - TRAILER, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    int w = trailer.getInt();
    int h = trailer.getInt();
    PixelFormat format = format(trailer.getInt());
    // Somebody's file may end so by chance, or by design.
    boolean fits =
        format != null && w > 0 && h > 0 && (long) w * h * format.channels() == length - TRAILER;
    return fits ? new RawPixels(bytes, format, w, h) : null;
  }

  private static PixelFormat format(int channels) {
    return switch (channels) {
      case 1 -> PixelFormat.GRAY;
      case 3 -> PixelFormat.BGR;
      case 4 -> PixelFormat.BGRA;
      default -> null;
    };
  }
}
