package dev.vernier.engine;

import java.util.Arrays;

/**
 * A dense array of one to four dimensions in ncnn's order: (w), (w, h), (w, h, c) or (w, h, d, c).
 *
 * <p>Elements lie in one flat Java array, row-major, c outermost, without padding between channels:
 * the element (x, y, z, q) is at {@code ((q * d + z) * h + y) * w + x}. Sizes that a mat does not
 * have are 1. The array may be longer than {@link #size()} because an {@link Extractor} reuses its
 * buffers; only the first {@code size()} elements belong to the mat.
 *
 * <p>A mat is a view: {@link #reshaped} and the array accessors share the elements. It is not
 * thread-safe for writing.
 */
public final class Mat {

  /** What an element is. */
  public enum Type {
    /** IEEE single precision in a {@code float[]}. */
    FLOAT32(4),
    /** A signed byte in a {@code byte[]}. */
    INT8(1),
    /** A signed 32-bit integer in an {@code int[]}. */
    INT32(4);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes an element takes. */
    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final int dims;
  private final int w;
  private final int h;
  private final int d;
  private final int c;
  private final int size;
  private final Object array;

  /** The pooled array behind this mat, or null when the array is not an extractor's. */
  final MatPool.Lease lease;

  Mat(Type type, int dims, int w, int h, int d, int c, Object array, MatPool.Lease lease) {
    this.type = type;
    this.dims = dims;
    this.w = w;
    this.h = h;
    this.d = d;
    this.c = c;
    this.size = sizeOf(w, h, d, c);
    this.array = array;
    this.lease = lease;
    if (dims < 1
        || dims > 4
        || (dims < 4 && d != 1)
        || (dims < 3 && c != 1)
        || (dims < 2 && h != 1)) {
      throw new IllegalArgumentException(
          "a mat of " + dims + " dims cannot be " + w + " x " + h + " x " + d + " x " + c);
    }
    int length = java.lang.reflect.Array.getLength(array);
    if (length < size) {
      throw new IllegalArgumentException(
          "array holds " + length + " elements, shape " + describe() + " needs " + size);
    }
  }

  private Mat(Type type) {
    this.type = type;
    this.dims = 1;
    this.w = 0;
    this.h = 1;
    this.d = 1;
    this.c = 1;
    this.size = 0;
    this.array = newArray(type, 0);
    this.lease = null;
  }

  /**
   * A mat without elements, of shape (0): what a layer is given that may go without a bottom, as an
   * attention before it has a past. No other mat has a size below 1.
   */
  public static Mat empty(Type type) {
    return new Mat(type);
  }

  /** Whether this is {@link #empty}. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** A new zeroed mat of shape (w). */
  public static Mat create(Type type, int w) {
    return allocate(type, 1, w, 1, 1, 1);
  }

  /** A new zeroed mat of shape (w, h). */
  public static Mat create(Type type, int w, int h) {
    return allocate(type, 2, w, h, 1, 1);
  }

  /** A new zeroed mat of shape (w, h, c). */
  public static Mat create(Type type, int w, int h, int c) {
    return allocate(type, 3, w, h, 1, c);
  }

  /** A new zeroed mat of shape (w, h, d, c). */
  public static Mat create(Type type, int w, int h, int d, int c) {
    return allocate(type, 4, w, h, d, c);
  }

  /**
   * A new zeroed mat of the given number of dimensions; sizes beyond {@code dims} must be 1.
   *
   * @throws IllegalArgumentException if a size is below 1 or the element count passes 2³¹ − 1
   */
  public static Mat allocate(Type type, int dims, int w, int h, int d, int c) {
    return new Mat(type, dims, w, h, d, c, newArray(type, sizeOf(w, h, d, c)), null);
  }

  /** A float mat of shape (w) over the given array, which is not copied. */
  public static Mat of(float... values) {
    return wrap(values, 1, values.length, 1, 1, 1);
  }

  /** A float mat over an array of at least {@code w * h * d * c} elements, which is not copied. */
  public static Mat wrap(float[] values, int dims, int w, int h, int d, int c) {
    return new Mat(Type.FLOAT32, dims, w, h, d, c, values, null);
  }

  /** An int8 mat over an array of at least {@code w * h * d * c} elements, which is not copied. */
  public static Mat wrap(byte[] values, int dims, int w, int h, int d, int c) {
    return new Mat(Type.INT8, dims, w, h, d, c, values, null);
  }

  /** An int32 mat over an array of at least {@code w * h * d * c} elements, which is not copied. */
  public static Mat wrap(int[] values, int dims, int w, int h, int d, int c) {
    return new Mat(Type.INT32, dims, w, h, d, c, values, null);
  }

  static Object newArray(Type type, int length) {
    return switch (type) {
      case FLOAT32 -> new float[length];
      case INT8 -> new byte[length];
      case INT32 -> new int[length];
    };
  }

  /**
   * The number of elements of a shape.
   *
   * @throws IllegalArgumentException if a size is below 1 or the product passes 2³¹ − 1
   */
  public static int sizeOf(int w, int h, int d, int c) {
    if (w < 1 || h < 1 || d < 1 || c < 1) {
      throw new IllegalArgumentException(
          "shape " + w + " x " + h + " x " + d + " x " + c + " has a size below 1");
    }
    // Two factors fit a long, so each product is compared before the next factor comes.
    long size = (long) w * h;
    size = size > Integer.MAX_VALUE ? size : size * d;
    size = size > Integer.MAX_VALUE ? size : size * c;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape " + w + " x " + h + " x " + d + " x " + c + " has more than 2^31 - 1 elements");
    }
    return (int) size;
  }

  Object storage() {
    return array;
  }

  /** What the elements are. */
  public Type type() {
    return type;
  }

  /** Number of dimensions, 1 to 4. */
  public int dims() {
    return dims;
  }

  /** Elements in a row. */
  public int w() {
    return w;
  }

  /** Rows; 1 below two dimensions. */
  public int h() {
    return h;
  }

  /** Planes of a channel; 1 below four dimensions. */
  public int d() {
    return d;
  }

  /** Channels; 1 below three dimensions. */
  public int c() {
    return c;
  }

  /** Number of elements, w·h·d·c. */
  public int size() {
    return size;
  }

  /** Elements of one channel, w·h·d. */
  public int channelSize() {
    return w * h * d;
  }

  /**
   * The elements, shared; may be longer than {@link #size()}.
   *
   * @throws IllegalStateException if the mat is not FLOAT32
   */
  public float[] floats() {
    if (type != Type.FLOAT32) {
      throw new IllegalStateException("mat " + this + " does not hold floats");
    }
    return (float[]) array;
  }

  /**
   * The elements, shared; may be longer than {@link #size()}.
   *
   * @throws IllegalStateException if the mat is not INT8
   */
  public byte[] bytes() {
    if (type != Type.INT8) {
      throw new IllegalStateException("mat " + this + " does not hold int8");
    }
    return (byte[]) array;
  }

  /**
   * The elements, shared; may be longer than {@link #size()}.
   *
   * @throws IllegalStateException if the mat is not INT32
   */
  public int[] ints() {
    if (type != Type.INT32) {
      throw new IllegalStateException("mat " + this + " does not hold int32");
    }
    return (int[]) array;
  }

  /**
   * The same elements under another shape.
   *
   * @throws IllegalArgumentException if the element counts differ
   */
  public Mat reshaped(int dims, int w, int h, int d, int c) {
    if (sizeOf(w, h, d, c) != size) {
      throw new IllegalArgumentException(
          "mat " + this + " cannot become " + w + " x " + h + " x " + d + " x " + c);
    }
    return new Mat(type, dims, w, h, d, c, array, lease);
  }

  /** A copy with an array of its own, exactly {@link #size()} long. */
  public Mat copy() {
    if (isEmpty()) {
      return this;
    }
    Object copy =
        switch (type) {
          case FLOAT32 -> Arrays.copyOf((float[]) array, size);
          case INT8 -> Arrays.copyOf((byte[]) array, size);
          case INT32 -> Arrays.copyOf((int[]) array, size);
        };
    return new Mat(type, dims, w, h, d, c, copy, null);
  }

  /** Whether both mats have the same dimensions and sizes. */
  public boolean sameShape(Mat other) {
    return hasShape(other.dims, other.w, other.h, other.d, other.c);
  }

  /** Whether it has these dimensions and sizes. */
  public boolean hasShape(int otherDims, int otherW, int otherH, int otherD, int otherC) {
    return dims == otherDims && w == otherW && h == otherH && d == otherD && c == otherC;
  }

  /** The shape as it appears in messages: {@code (w, h, c)} with the sizes filled in. */
  public String describe() {
    return switch (dims) {
      case 1 -> "(" + w + ")";
      case 2 -> "(" + w + ", " + h + ")";
      case 3 -> "(" + w + ", " + h + ", " + c + ")";
      default -> "(" + w + ", " + h + ", " + d + ", " + c + ")";
    };
  }

  @Override
  public String toString() {
    return describe() + " " + type.name().toLowerCase(java.util.Locale.ROOT);
  }
}
