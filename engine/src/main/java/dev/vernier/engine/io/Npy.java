package dev.vernier.engine.io;

import dev.vernier.engine.Mat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads and writes NumPy's {@code .npy}, little-endian and C order.
 *
 * <p>Bytes: 0x93 {@code NUMPY}; major version (1, 2 or 3; 1 is written), minor version 0; header
 * length (uint16, uint32 from version 2); the header's text; the elements. A mat of dims 1, 2, 3, 4
 * has the shape {@code (w)}, {@code (h, w)}, {@code (c, h, w)}, {@code (c, d, h, w)}.
 *
 * <p>{@code <f4}, {@code |i1} and {@code <i4} are read as they are, {@code <f2} and {@code <f8} as
 * float32, {@code |u1} and {@code <i8} as int32; an {@code <i8} beyond int32 is an error.
 */
public final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Far above any header of four sizes; a version 2 header may claim 4 GiB. */
  private static final int MAX_HEADER = 1 << 16;

  /** NumPy starts the elements at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * The array in a file.
   *
   * @throws NpyFormatException if the file is not such an array, or is longer or shorter than it
   */
  public static Mat read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readWhole(in, Files.size(file), file.toString()).toMat();
    }
  }

  /**
   * The array in the given bytes.
   *
   * @param source what messages call them
   * @throws NpyFormatException if they are not such an array, or more or fewer than it
   */
  public static Mat read(byte[] bytes, String source) throws IOException {
    return readWhole(new ByteArrayInputStream(bytes), bytes.length, source).toMat();
  }

  /**
   * The array that a stream starts with; what follows it is left unread. Memory grows with the
   * bytes that arrive, not with the size the header claims.
   *
   * @param source what messages call the stream
   * @throws NpyFormatException if the stream does not start with such an array
   */
  public static Mat read(InputStream in, String source) throws IOException {
    return readArray(in, source).toMat();
  }

  /**
   * The array that a stream starts with, in NumPy's own shape and type.
   *
   * @throws NpyFormatException if the stream does not start with such an array
   */
  public static NpyArray readArray(InputStream in, String source) throws IOException {
    return read(in, Long.MAX_VALUE, source);
  }

  private static NpyArray readWhole(InputStream in, long length, String source) throws IOException {
    NpyArray array = read(in, length, source);
    if (in.read() >= 0) {
      throw new NpyFormatException(source, "holds more bytes than its array " + array);
    }
    return array;
  }

  private static NpyArray read(InputStream in, long length, String source) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new NpyFormatException(
          source,
          start.length == 0
              ? "empty, expected a NumPy array"
              : "not a NumPy array: does not start with \\x93NUMPY and a version");
    }
    int major = start[6];
    if (major < 1 || major > 3 || start[7] != 0) {
      throw new NpyFormatException(
          source, "version " + major + "." + start[7] + ", expected 1.0, 2.0 or 3.0");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    byte[] field = Arrays.copyOf(exactly(in, lengthBytes, source, "header length"), 4);
    int headerLength = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (headerLength < 0 || headerLength > MAX_HEADER) {
      throw new NpyFormatException(
          source,
          "header of "
              + Integer.toUnsignedString(headerLength)
              + " bytes, expected at most "
              + MAX_HEADER);
    }
    String text =
        new String(exactly(in, headerLength, source, "header"), StandardCharsets.ISO_8859_1);
    NpyHeader header = NpyHeader.parse(source, text);
    long left =
        length == Long.MAX_VALUE ? length : length - start.length - lengthBytes - headerLength;
    return elements(in, left, source, header);
  }

  private static NpyArray elements(InputStream in, long left, String source, NpyHeader header)
      throws IOException {
    NpyArray.DType type = NpyArray.DType.parse(header.descr());
    if (type == null) {
      throw new NpyFormatException(
          source,
          "element type \"" + header.descr() + "\", expected one of " + NpyArray.DType.names());
    }
    long[] shape = header.shape();
    if (header.fortranOrder() && shape.length > 1) {
      throw new NpyFormatException(source, "Fortran order, expected C order");
    }
    long bytes = type.bytes();
    for (long extent : shape) {
      if (extent > 0 && bytes > Integer.MAX_VALUE / extent) {
        throw new NpyFormatException(
            source, "shape " + NpyArray.describe(shape) + " of " + type + " passes 2^31 - 1 bytes");
      }
      bytes *= extent;
    }
    if (bytes > left) {
      throw truncated(source, shape, type, bytes, left);
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw truncated(source, shape, type, bytes, data.length);
    }
    return new NpyArray(source, type, shape, data);
  }

  private static NpyFormatException truncated(
      String source, long[] shape, NpyArray.DType type, long bytes, long found) {
    return new NpyFormatException(
        source,
        "truncated: shape "
            + NpyArray.describe(shape)
            + " of "
            + type
            + " needs "
            + bytes
            + " bytes, found "
            + found);
  }

  private static byte[] exactly(InputStream in, int count, String source, String what)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new NpyFormatException(
          source, "truncated in its " + what + ": " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** Writes a mat to a file, which is replaced if it exists. */
  public static void write(Mat mat, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(mat, out);
    }
  }

  /**
   * Writes a mat, version 1.0, as {@code <f4}, {@code |i1} or {@code <i4}; leaves the stream open.
   */
  public static void write(Mat mat, OutputStream out) throws IOException {
    String shape =
        switch (mat.dims()) {
          case 1 -> "(" + mat.w() + ",)";
          case 2 -> "(" + mat.h() + ", " + mat.w() + ")";
          case 3 -> "(" + mat.c() + ", " + mat.h() + ", " + mat.w() + ")";
          default -> "(" + mat.c() + ", " + mat.d() + ", " + mat.h() + ", " + mat.w() + ")";
        };
    String descr =
        switch (mat.type()) {
          case FLOAT32 -> "<f4";
          case INT8 -> "|i1";
          case INT32 -> "<i4";
        };
    String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    int prefix = MAGIC.length + 4;
    int total = (prefix + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - prefix));
    header.put(text.getBytes(StandardCharsets.ISO_8859_1));
    Arrays.fill(header.array(), header.position(), total - 1, (byte) ' ');
    header.array()[total - 1] = '\n';
    out.write(header.array());
    writeElements(mat, out);
  }

  private static void writeElements(Mat mat, OutputStream out) throws IOException {
    if (mat.type() == Mat.Type.INT8) {
      out.write(mat.bytes(), 0, mat.size());
      return;
    }
    ByteBuffer block =
        ByteBuffer.allocate(4 * Math.min(mat.size(), 1 << 14)).order(ByteOrder.LITTLE_ENDIAN);
    int blockSize = block.capacity() / 4;
    for (int from = 0; from < mat.size(); from += blockSize) {
      int count = Math.min(blockSize, mat.size() - from);
      if (mat.type() == Mat.Type.FLOAT32) {
        block.asFloatBuffer().put(mat.floats(), from, count);
      } else {
        block.asIntBuffer().put(mat.ints(), from, count);
      }
      out.write(block.array(), 0, 4 * count);
    }
  }
}
