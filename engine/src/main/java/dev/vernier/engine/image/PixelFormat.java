package dev.vernier.engine.image;

import java.util.Arrays;

/**
 * What the interleaved bytes of a pixel are, in memory order; the names and numbers are those of
 * ncnn's {@code PIXEL_*}.
 */
public enum PixelFormat {
  /** Red, green, blue. */
  RGB(1, "RGB"),
  /** Blue, green, red. */
  BGR(2, "BGR"),
  /** One byte of luma. */
  GRAY(3, "Y"),
  /** Red, green, blue, alpha. */
  RGBA(4, "RGBA"),
  /** Blue, green, red, alpha. */
  BGRA(5, "BGRA");

  private final int number;
  private final String order;

  PixelFormat(int number, String order) {
    this.number = number;
    this.order = order;
  }

  /** ncnn's number of the format, 1 to 5. */
  public int number() {
    return number;
  }

  /** Bytes a pixel takes: 1, 3 or 4. */
  public int channels() {
    return order.length();
  }

  /** The place of component R, G, B, A or Y within a pixel, −1 if the format does not have it. */
  int indexOf(char component) {
    return order.indexOf(component);
  }

  /** The component R, G, B, A or Y at a place within a pixel. */
  char componentAt(int index) {
    return order.charAt(index);
  }

  /**
   * The format of that name, as ncnn2table's {@code pixel=} spells it.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public static PixelFormat parse(String name) {
    for (PixelFormat format : values()) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "unknown pixel format \"" + name + "\", expected one of " + Arrays.toString(values()));
  }
}
