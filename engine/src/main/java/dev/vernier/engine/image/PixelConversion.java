package dev.vernier.engine.image;

import dev.vernier.engine.Mat;
import java.util.Arrays;

/**
 * A change of pixel format on the way from interleaved bytes to a planar float mat, as ncnn's
 * {@code Mat::from_pixels} does it: channels are reordered, a missing alpha is 255, an unwanted
 * alpha is dropped, gray is {@code (77 R + 150 G + 29 B) >> 8}. Immutable and thread-safe.
 */
public final class PixelConversion {

  /** Weights of ncnn's luma in 1/256; they sum to 256, so gray pixels keep their value. */
  private static final int RED = 77;

  private static final int GREEN = 150;
  private static final int BLUE = 29;

  private static final int OPAQUE = 255;

  private final PixelFormat from;
  private final PixelFormat to;

  /** A conversion between two formats; the same format twice keeps the channels as they are. */
  public PixelConversion(PixelFormat from, PixelFormat to) {
    this.from = from;
    this.to = to;
  }

  /**
   * The conversion of ncnn's name without {@code PIXEL_}: {@code "BGR2GRAY"}, or {@code "BGR"} for
   * none.
   *
   * @throws IllegalArgumentException if either format is unknown
   */
  public static PixelConversion parse(String name) {
    int two = name.indexOf('2');
    if (two < 0) {
      PixelFormat format = PixelFormat.parse(name);
      return new PixelConversion(format, format);
    }
    return new PixelConversion(
        PixelFormat.parse(name.substring(0, two)), PixelFormat.parse(name.substring(two + 1)));
  }

  /** What the bytes are. */
  public PixelFormat from() {
    return from;
  }

  /** What the mat's channels are. */
  public PixelFormat to() {
    return to;
  }

  /**
   * The pixels as a new float mat (w, h, c) of values 0 to 255.
   *
   * @throws IllegalArgumentException if {@code pixels} is shorter than the image
   */
  public Mat toMat(byte[] pixels, int w, int h) {
    Mat mat = Mat.create(Mat.Type.FLOAT32, w, h, to.channels());
    if (pixels.length < (long) w * h * from.channels()) {
      throw new IllegalArgumentException(
          pixels.length + " bytes are too few for " + w + " x " + h + " pixels of " + from);
    }
    float[][] tables = new float[to.channels()][];
    float[] identity = new float[256];
    for (int value = 0; value < identity.length; value++) {
      identity[value] = value;
    }
    Arrays.fill(tables, identity);
    apply(pixels, w * h, tables, mat.floats());
    return mat;
  }

  /**
   * Converts {@code count} pixels and passes the bytes of each target channel through its table of
   * 256 floats; target channels follow each other, {@code count} floats each.
   */
  void apply(byte[] pixels, int count, float[][] tables, float[] target) {
    for (int q = 0; q < to.channels(); q++) {
      char component = to.componentAt(q);
      int source = from == PixelFormat.GRAY && component != 'A' ? 0 : from.indexOf(component);
      if (source >= 0) {
        copy(pixels, from.channels(), source, count, tables[q], target, q * count);
      } else if (component == 'A') {
        Arrays.fill(target, q * count, (q + 1) * count, tables[q][OPAQUE]);
      } else {
        gray(pixels, count, tables[q], target, q * count);
      }
    }
  }

  private static void copy(
      byte[] pixels, int step, int source, int count, float[] table, float[] target, int at) {
    for (int i = 0, p = source; i < count; i++, p += step) {
      target[at + i] = table[pixels[p] & 0xff];
    }
  }

  private void gray(byte[] pixels, int count, float[] table, float[] target, int at) {
    int step = from.channels();
    int r = from.indexOf('R');
    int g = from.indexOf('G');
    int b = from.indexOf('B');
    for (int i = 0, p = 0; i < count; i++, p += step) {
      target[at + i] =
          table[luma(pixels[p + r] & 0xff, pixels[p + g] & 0xff, pixels[p + b] & 0xff)];
    }
  }

  /** The gray value 0 to 255 of a colour, as ncnn and stb_image compute it. */
  static int luma(int red, int green, int blue) {
    return (red * RED + green * GREEN + blue * BLUE) >> 8;
  }

  /** ncnn's name of the conversion, which {@link #parse} reads. */
  @Override
  public String toString() {
    return from == to ? from.name() : from + "2" + to;
  }
}
