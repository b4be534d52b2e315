package dev.vernier.engine.kernel;

/**
 * The elements of a blob beside an int8 layer: real numbers or integers, and null for the other.
 */
public final class Int8Blob {
  private float[] reals;
  private final byte[] integers;

  /** A blob of these elements, one of the two null. */
  public Int8Blob(float[] reals, byte[] integers) {
    this.reals = reals;
    this.integers = integers;
  }

  /** The one that a thread fills anew for each call of a kernel, with real numbers. */
  public static Int8Blob own(float[] reals, Scratch scratch) {
    Int8Blob blob = scratch.own(Int8Blob.class, () -> new Int8Blob(null, null));
    blob.reals = reals;
    return blob;
  }

  /** fp32 elements. */
  public float[] reals() {
    return reals;
  }

  /** int8 elements. */
  public byte[] integers() {
    return integers;
  }
}
