package dev.vernier.engine.io;

import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.LayerSpec;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads weights from ncnn's {@code .bin}: one after the other, in the order in which the layers ask
 * for them, without header or index. All numbers are little-endian.
 *
 * <p>A raw weight of n elements is n fp32 numbers. A tagged one starts with a 4-byte tag:
 *
 * <table>
 * <caption>Tagged weights, offsets from the tag</caption>
 * <tr><th>tag</th><th>bytes 4 and on</th></tr>
 * <tr><td>0x00000000, 0x0002C056</td><td>n fp32</td></tr>
 * <tr><td>0x01306B47</td><td>n fp16, padded to a multiple of 4 bytes</td></tr>
 * <tr><td>0x000D4B38</td><td>n int8, padded to a multiple of 4 bytes</td></tr>
 * <tr><td>any other</td><td>256 fp32, then at byte 1028 n unsigned bytes that index them, padded to
 * a multiple of 4 bytes</td></tr>
 * </table>
 *
 * <p>Files may be larger than 2 GiB. Memory is taken only for bytes that are there: at once where
 * the input's length is known, otherwise as they arrive. Not thread-safe.
 */
public final class WeightReader implements WeightSource, Closeable {
  private static final int TABLE_ENTRIES = 256;
  private static final int CHUNK_BYTES = 1 << 18;
  private static final long UNKNOWN = -1;

  private final ReadableByteChannel channel;
  private final String source;
  private final long size;
  private final ByteBuffer buffer;
  private LayerSpec layer;
  private long position;
  private long weightStart;
  private long weightBytes;
  private String needed;

  private WeightReader(ReadableByteChannel channel, String source, long size, ByteBuffer buffer) {
    this.channel = channel;
    this.source = source;
    this.size = size;
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Opens a file, to be closed by the caller.
   *
   * @throws NetException if it cannot be opened
   */
  public static WeightReader open(Path file) {
    try {
      if (file.getFileSystem() != FileSystems.getDefault()) {
        // The channel of a zip entry would be a temporary copy; what the entry says of its size
        // is not relied on either.
        return of(Files.newInputStream(file), String.valueOf(file.getFileName()));
      }
      FileChannel channel = FileChannel.open(file);
      long size = Files.isRegularFile(file) ? channel.size() : UNKNOWN;
      ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
      return new WeightReader(channel, String.valueOf(file.getFileName()), size, buffer);
    } catch (IOException e) {
      throw new NetException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads a stream of any length, in chunks; {@link #close} closes it.
   *
   * @param source the name to use in messages
   */
  public static WeightReader of(InputStream in, String source) {
    return of(in, source, UNKNOWN);
  }

  /**
   * Reads a file's content.
   *
   * @param source the name to use in messages
   */
  public static WeightReader of(byte[] content, String source) {
    return of(new ByteArrayInputStream(content), source, content.length);
  }

  /**
   * Reads a stream of known length, whatever follows it; {@link #close} closes it.
   *
   * @param source the name to use in messages
   * @param size bytes of the weights; fewer are an error
   */
  public static WeightReader of(InputStream in, String source, long size) {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    return new WeightReader(Channels.newChannel(in), source, size, buffer);
  }

  @Override
  public void startLayer(LayerSpec next) {
    layer = next;
  }

  @Override
  public Weight tagged(int count) {
    begin(count, 4, "bytes of storage tag");
    int tag = chunk(4).getInt();
    return switch (tag) {
      case Weight.TAG_FLOAT32, Weight.TAG_FLOAT32_SCALED -> Weight.float32(raw(count)).tagged(tag);
      case Weight.TAG_FLOAT16 -> {
        begin(count, padded(2L * count), "bytes of fp16 weights");
        short[] bits = shorts(count);
        skipPadding();
        yield Weight.float16(bits);
      }
      case Weight.TAG_INT8 -> {
        begin(count, padded(count), "bytes of int8 weights");
        byte[] values = bytes(count);
        skipPadding();
        yield Weight.int8(values);
      }
      default -> {
        String what = "bytes of weights by table (tag " + hex(tag) + ")";
        begin(count, 4L * TABLE_ENTRIES + padded(count), what);
        float[] table = floats(TABLE_ENTRIES);
        byte[] indices = bytes(count);
        skipPadding();
        yield Weight.table(table, indices).tagged(tag);
      }
    };
  }

  @Override
  public float[] raw(int count) {
    begin(count, 4L * count, "bytes of weights");
    return floats(count);
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  /**
   * Says that every layer has its weights.
   *
   * @throws WeightFormatException if bytes are left
   */
  public void finish() {
    long left;
    String found;
    if (size == UNKNOWN) {
      left = fill(CHUNK_BYTES);
      found = (left < CHUNK_BYTES ? "" : "at least ") + left;
    } else {
      left = size - position;
      found = Long.toString(left);
    }
    if (left > 0) {
      throw new WeightFormatException(
          source
              + " at byte "
              + position
              + ": "
              + found
              + " bytes follow the last weight, expected the end of the file");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void begin(int count, long bytes, String what) {
    needed = what;
    weightStart = position;
    weightBytes = bytes;
    if (count < 0) {
      throw new WeightFormatException(place() + "asks for " + count + " weights");
    }
    if (size != UNKNOWN && bytes > size - position) {
      throw missing(size - position);
    }
  }

  private float[] floats(int count) {
    float[] values = new float[startLength(count)];
    int done = 0;
    while (done < count) {
      int n = Math.min(count - done, CHUNK_BYTES / Float.BYTES);
      ByteBuffer chunk = chunk(n * Float.BYTES);
      if (done + n > values.length) {
        values = Arrays.copyOf(values, grown(values.length, count));
      }
      chunk.asFloatBuffer().get(values, done, n);
      done += n;
    }
    return values;
  }

  private short[] shorts(int count) {
    short[] values = new short[startLength(count)];
    int done = 0;
    while (done < count) {
      int n = Math.min(count - done, CHUNK_BYTES / Short.BYTES);
      ByteBuffer chunk = chunk(n * Short.BYTES);
      if (done + n > values.length) {
        values = Arrays.copyOf(values, grown(values.length, count));
      }
      chunk.asShortBuffer().get(values, done, n);
      done += n;
    }
    return values;
  }

  private byte[] bytes(int count) {
    byte[] values = new byte[startLength(count)];
    int done = 0;
    while (done < count) {
      int n = Math.min(count - done, CHUNK_BYTES);
      ByteBuffer chunk = chunk(n);
      if (done + n > values.length) {
        values = Arrays.copyOf(values, grown(values.length, count));
      }
      chunk.get(values, done, n);
      done += n;
    }
    return values;
  }

  private int startLength(int count) {
    return size == UNKNOWN ? Math.min(count, CHUNK_BYTES) : count;
  }

  private static int grown(int length, int count) {
    return (int) Math.min(count, 2L * length);
  }

  private void skipPadding() {
    chunk((int) (weightStart + weightBytes - position));
  }

  /** The next bytes of the weight, at most a buffer of them. */
  private ByteBuffer chunk(int bytes) {
    int found = fill(bytes);
    if (found < bytes) {
      throw missing(position + found - weightStart);
    }
    position += bytes;
    return buffer.flip();
  }

  /** Fills the buffer up to the given number of bytes; fewer only at the end of the input. */
  private int fill(int bytes) {
    buffer.clear().limit(bytes);
    try {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // a channel may give less than is asked for
      }
    } catch (IOException e) {
      throw new NetException(place() + "cannot be read: " + e, e);
    }
    return buffer.position();
  }

  private WeightFormatException missing(long remaining) {
    return new WeightFormatException(
        place() + "needs " + weightBytes + " " + needed + ", " + remaining + " remain");
  }

  private String place() {
    String start = source + " at byte " + weightStart + ": ";
    return layer == null
        ? start
        : start + "layer \"" + layer.name() + "\" (" + layer.type() + "): ";
  }

  private static long padded(long bytes) {
    return (bytes + 3) / 4 * 4;
  }

  private static String hex(int tag) {
    return String.format(Locale.ROOT, "0x%08X", tag);
  }
}
