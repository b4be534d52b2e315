package dev.vernier.engine.io;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A weight as it was read: fp32, fp16, int8 or table-quantised. Read-only.
 *
 * <p>It travels in the form in which the file holds it, so that a broadcast fp16 net takes half the
 * memory; {@link #toFloats()} widens.
 *
 * <p>fp32 elements of which a kernel has a copy in an order of its own are let go of ({@link
 * #heldBy}), and put in order again for whoever asks for them: a net takes its weights' memory
 * once.
 */
public final class Weight implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How the elements are stored. */
  public enum Storage {
    /** Raw fp32: a {@code float[]}. */
    FLOAT32,
    /** IEEE half precision: a {@code short[]}. */
    FLOAT16,
    /** Quantised: a {@code byte[]}, to be used with the layer's scales. */
    INT8,
    /** One byte an element that indexes 256 fp32 values. */
    TABLE
  }

  private static final int CHUNK = 1 << 16;

  static final int TAG_FLOAT32 = 0;
  static final int TAG_FLOAT32_SCALED = 0x0002C056;
  static final int TAG_FLOAT16 = 0x01306B47;
  static final int TAG_INT8 = 0x000D4B38;

  /** Any number that is none of the others marks a table. */
  private static final int TAG_TABLE = 1;

  private final Storage storage;
  private final int count;

  /** The array, or what gives it. */
  private transient volatile Object elements;

  private final float[] table;
  private final int tag;

  private Weight(Storage storage, int count, Object elements, float[] table, int tag) {
    this.storage = storage;
    this.count = count;
    this.elements = elements;
    this.table = table;
    this.tag = tag;
  }

  /** A weight over the given array, which is not copied. */
  public static Weight float32(float[] values) {
    return new Weight(Storage.FLOAT32, values.length, values, null, TAG_FLOAT32);
  }

  /** A weight over the bits of half-precision numbers, not copied. */
  public static Weight float16(short[] bits) {
    return new Weight(Storage.FLOAT16, bits.length, bits, null, TAG_FLOAT16);
  }

  /** A weight over quantised values, not copied. */
  public static Weight int8(byte[] values) {
    return new Weight(Storage.INT8, values.length, values, null, TAG_INT8);
  }

  /**
   * A weight whose element i is {@code table[indices[i] & 0xff]}; neither array is copied.
   *
   * @throws IllegalArgumentException if the table does not have 256 entries
   */
  public static Weight table(float[] table, byte[] indices) {
    if (table.length != 256) {
      throw new IllegalArgumentException(
          "a weight table has 256 entries, this one has " + table.length);
    }
    return new Weight(Storage.TABLE, indices.length, indices, table, TAG_TABLE);
  }

  /** The same numbers in half precision, each rounded to the nearest. */
  public Weight toHalf() {
    return storage == Storage.FLOAT16 ? this : float16(HalfFloat.ofFloats(toFloats()));
  }

  /**
   * Lets go of fp32 elements that somebody else holds; others stay. Thread-safe.
   *
   * @param holder gives a new array of the very same elements; null for nobody
   */
  public void heldBy(Supplier<float[]> holder) {
    if (holder != null && storage == Storage.FLOAT32) {
      elements = holder;
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    if (storage != Storage.FLOAT32) {
      out.writeObject(elements);
      return;
    }
    // As bytes: the stream would hold on to every array until all of a net is written.
    float[] floats = toFloats();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int i = 0; i < count; i += CHUNK / Float.BYTES) {
      int size = Math.min(count - i, CHUNK / Float.BYTES);
      chunk.asFloatBuffer().put(floats, i, size);
      out.write(chunk.array(), 0, size * Float.BYTES);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (storage != Storage.FLOAT32) {
      elements = in.readObject();
      return;
    }
    float[] floats = new float[count];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int i = 0; i < count; i += CHUNK / Float.BYTES) {
      int size = Math.min(count - i, CHUNK / Float.BYTES);
      in.readFully(chunk.array(), 0, size * Float.BYTES);
      chunk.asFloatBuffer().get(floats, i, size);
    }
    elements = floats;
  }

  /** How the elements are stored. */
  public Storage storage() {
    return storage;
  }

  /** The same weight under the tag that a file gave it. */
  Weight tagged(int fileTag) {
    return new Weight(storage, count, elements, table, fileTag);
  }

  /** The tag that stands before it in a file. */
  int tag() {
    return tag;
  }

  /** The bits of half-precision elements, shared; for FLOAT16 only. */
  short[] halves() {
    return (short[]) elements;
  }

  /** The indices into {@link #tableEntries}, shared; for TABLE only. */
  byte[] indices() {
    return (byte[]) elements;
  }

  /** The 256 values of a table, shared; for TABLE only. */
  float[] tableEntries() {
    return table;
  }

  /** Number of elements. */
  public int count() {
    return count;
  }

  /** Bytes of memory that the elements take as they are stored. */
  public long bytes() {
    return switch (storage) {
      case FLOAT32 -> 4L * count;
      case FLOAT16 -> 2L * count;
      case INT8 -> count;
      case TABLE -> 1024L + count;
    };
  }

  /**
   * The elements as floats; shared and not to be written to when stored as fp32 and here, otherwise
   * a new array.
   */
  public float[] toFloats() {
    return switch (storage) {
      case FLOAT32 -> {
        Object found = elements;
        yield found instanceof Supplier<?> holder ? (float[]) holder.get() : (float[]) found;
      }
      case FLOAT16 -> HalfFloat.toFloats((short[]) elements);
      case INT8 -> {
        byte[] values = (byte[]) elements;
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = values[i];
        }
        yield floats;
      }
      case TABLE -> {
        byte[] indices = (byte[]) elements;
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = table[indices[i] & 0xff];
        }
        yield floats;
      }
    };
  }

  /**
   * The quantised elements, shared and not to be written to.
   *
   * @throws IllegalStateException if the weight is not INT8
   */
  public byte[] toBytes() {
    if (storage != Storage.INT8) {
      throw new IllegalStateException("weight is stored as " + storage + ", not as INT8");
    }
    return (byte[]) elements;
  }
}
