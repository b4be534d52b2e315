package dev.vernier.engine.io;

import java.io.Serializable;

/**
 * A weight as it was read: fp32, fp16, int8 or table-quantised. Read-only.
 *
 * <p>It travels in the form in which the file holds it, so that a broadcast fp16 net takes half the
 * memory; {@link #toFloats()} widens.
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

  private final Storage storage;
  private final int count;
  private final Object elements;
  private final float[] table;

  private Weight(Storage storage, int count, Object elements, float[] table) {
    this.storage = storage;
    this.count = count;
    this.elements = elements;
    this.table = table;
  }

  /** A weight over the given array, which is not copied. */
  public static Weight float32(float[] values) {
    return new Weight(Storage.FLOAT32, values.length, values, null);
  }

  /** A weight over the bits of half-precision numbers, not copied. */
  public static Weight float16(short[] bits) {
    return new Weight(Storage.FLOAT16, bits.length, bits, null);
  }

  /** A weight over quantised values, not copied. */
  public static Weight int8(byte[] values) {
    return new Weight(Storage.INT8, values.length, values, null);
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
    return new Weight(Storage.TABLE, indices.length, indices, table);
  }

  /** How the elements are stored. */
  public Storage storage() {
    return storage;
  }

  /** Number of elements. */
  public int count() {
    return count;
  }

  /** Bytes of memory that the elements take. */
  public long bytes() {
    return switch (storage) {
      case FLOAT32 -> 4L * count;
      case FLOAT16 -> 2L * count;
      case INT8 -> count;
      case TABLE -> 1024L + count;
    };
  }

  /**
   * The elements as floats; shared and not to be written to when stored as fp32, otherwise a new
   * array.
   */
  public float[] toFloats() {
    return switch (storage) {
      case FLOAT32 -> (float[]) elements;
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
