package dev.vernier.engine.io;

import dev.vernier.engine.Mat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** An array as a {@code .npy} holds it: type, shape outermost first, little-endian elements. */
public final class NpyArray {

  /** The element types that are read. */
  public enum DType {
    /** {@code <f2}: half precision. */
    F2("<f2", 2),
    /** {@code <f4}: single precision. */
    F4("<f4", 4),
    /** {@code <f8}: double precision. */
    F8("<f8", 8),
    /** {@code |i1}: signed byte. */
    I1("|i1", 1),
    /** {@code <i4}: 32-bit integer. */
    I4("<i4", 4),
    /** {@code <i8}: 64-bit integer. */
    I8("<i8", 8),
    /** {@code |u1}: unsigned byte. */
    U1("|u1", 1);

    private final String descr;
    private final int bytes;

    DType(String descr, int bytes) {
      this.descr = descr;
      this.bytes = bytes;
    }

    /** Bytes an element takes. */
    public int bytes() {
      return bytes;
    }

    static DType parse(String descr) {
      return Stream.of(values()).filter(t -> t.descr.equals(descr)).findFirst().orElse(null);
    }

    static List<String> names() {
      return Stream.of(values()).map(t -> t.descr).toList();
    }

    /** NumPy's name of the type. */
    @Override
    public String toString() {
      return descr;
    }
  }

  private final String source;
  private final DType type;
  private final long[] shape;
  private final byte[] data;

  NpyArray(String source, DType type, long[] shape, byte[] data) {
    this.source = source;
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /** What an element is. */
  public DType type() {
    return type;
  }

  /** A copy of the sizes, outermost first. */
  public long[] shape() {
    return shape.clone();
  }

  /** The elements as the file holds them, shared. */
  public byte[] data() {
    return data;
  }

  /**
   * The array as a mat: float32 for {@code f}, int8 for {@code i1}, int32 for the others.
   *
   * @throws NpyFormatException if it has no dimension or more than four, a size of 0, or an integer
   *     beyond 32 bits
   */
  public Mat toMat() throws IOException {
    int dims = shape.length;
    if (dims < 1 || dims > 4) {
      throw new NpyFormatException(
          source, "array of shape " + describe(shape) + " has " + dims + " dims, expected 1 to 4");
    }
    if (Arrays.stream(shape).anyMatch(extent -> extent < 1)) {
      throw new NpyFormatException(
          source, "array of shape " + describe(shape) + " is empty, expected sizes of at least 1");
    }
    int w = (int) shape[dims - 1];
    int h = dims > 1 ? (int) shape[dims - 2] : 1;
    int d = dims > 3 ? (int) shape[1] : 1;
    int c = dims > 2 ? (int) shape[0] : 1;
    return switch (type) {
      case I1 -> Mat.wrap(data, dims, w, h, d, c);
      case I4, I8, U1 -> Mat.wrap(ints(), dims, w, h, d, c);
      case F2, F4, F8 -> Mat.wrap(floats(), dims, w, h, d, c);
    };
  }

  /** Whether a size is 0, so that there is no element. */
  public boolean isEmpty() {
    return Arrays.stream(shape).anyMatch(extent -> extent == 0);
  }

  private float[] floats() {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[data.length / type.bytes()];
    if (type == DType.F4) {
      in.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = type == DType.F8 ? (float) in.getDouble(8 * i) : half(in.getShort(2 * i));
    }
    return values;
  }

  private int[] ints() throws NpyFormatException {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[data.length / type.bytes()];
    if (type == DType.I4) {
      in.asIntBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      long value = type == DType.I8 ? in.getLong(8 * i) : data[i] & 0xff;
      values[i] = (int) value;
      if (values[i] != value) {
        throw new NpyFormatException(
            source, "element " + i + " is " + value + ", beyond a 32-bit integer");
      }
    }
    return values;
  }

  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
    }
    float magnitude =
        exponent == 0
            ? Math.scalb((float) mantissa, -24)
            : Math.scalb((float) (mantissa | 0x400), exponent - 25);
    return sign == 0 ? magnitude : -magnitude;
  }

  static String describe(long[] shape) {
    return LongStream.of(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", shape.length == 1 ? ",)" : ")"));
  }

  @Override
  public String toString() {
    return describe(shape) + " " + type;
  }
}
