package dev.vernier.engine.image;

/**
 * A decoded image: interleaved bytes, rows from the top, red before blue, no padding. The bytes are
 * shared, not copied.
 */
public final class Image {

  private final int w;
  private final int h;
  private final PixelFormat format;
  private final byte[] pixels;

  /**
   * An image over an array that is not copied.
   *
   * @param channels 1 (gray), 3 (RGB) or 4 (RGBA)
   * @throws IllegalArgumentException if a size is below 1, the channels are not 1, 3 or 4, or the
   *     array is not exactly {@code w * h * channels} long
   */
  public Image(int w, int h, int channels, byte[] pixels) {
    this.format =
        switch (channels) {
          case 1 -> PixelFormat.GRAY;
          case 3 -> PixelFormat.RGB;
          case 4 -> PixelFormat.RGBA;
          default ->
              throw new IllegalArgumentException(
                  "an image has 1, 3 or 4 channels, not " + channels);
        };
    if (w < 1 || h < 1) {
      throw new IllegalArgumentException("image size " + w + " x " + h + " is below 1");
    }
    if ((long) w * h * channels != pixels.length) {
      throw new IllegalArgumentException(
          "image of "
              + w
              + " x "
              + h
              + " pixels with "
              + channels
              + " channels over "
              + pixels.length
              + " bytes, expected "
              + (long) w * h * channels);
    }
    this.w = w;
    this.h = h;
    this.pixels = pixels;
  }

  /** Pixels in a row. */
  public int w() {
    return w;
  }

  /** Rows. */
  public int h() {
    return h;
  }

  /** Bytes a pixel takes: 1, 3 or 4. */
  public int channels() {
    return format.channels();
  }

  /** {@link PixelFormat#GRAY}, {@link PixelFormat#RGB} or {@link PixelFormat#RGBA}. */
  public PixelFormat format() {
    return format;
  }

  /** The bytes, shared: component k of pixel (x, y) is at {@code (y * w + x) * channels + k}. */
  public byte[] pixels() {
    return pixels;
  }

  @Override
  public String toString() {
    return w + " x " + h + " " + format;
  }
}
