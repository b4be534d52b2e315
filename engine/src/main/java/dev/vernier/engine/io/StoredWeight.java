package dev.vernier.engine.io;

import java.io.Serializable;

/**
 * One weight as it stands in a {@code .bin} file.
 *
 * @param weight its elements, shared with the layer that uses them and not to be written to
 * @param tagged whether a storage tag stands before it; one without is fp32
 */
public record StoredWeight(Weight weight, boolean tagged) implements Serializable {

  /**
   * Checks the storage.
   *
   * @throws IllegalArgumentException if a weight without a tag is not fp32
   */
  public StoredWeight {
    if (!tagged && weight.storage() != Weight.Storage.FLOAT32) {
      throw new IllegalArgumentException(
          "a weight without a storage tag is " + weight.storage() + ", must be FLOAT32");
    }
  }

  /** A weight with its storage tag: convolution kernels and the like. */
  public static StoredWeight tagged(Weight weight) {
    return new StoredWeight(weight, true);
  }

  /** fp32 numbers without a tag: biases, slopes, scales. */
  public static StoredWeight raw(float[] values) {
    return new StoredWeight(Weight.float32(values), false);
  }
}
