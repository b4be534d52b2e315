package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Scratch;
import java.util.Arrays;

/**
 * Arrays that are as short as allowed and full of NaN, so that a kernel which reads what it did not
 * write gives itself away; several parts at will, one after the other, each with arrays of its own.
 */
final class PlainScratch implements Scratch {
  private final int threads;

  PlainScratch(int threads) {
    this.threads = threads;
  }

  @Override
  public float[] scratch(int slot, int length) {
    if (slot < 0 || slot >= SLOTS) {
      throw new IllegalArgumentException("slot is " + slot + ", must be 0 to " + (SLOTS - 1));
    }
    float[] array = new float[length];
    Arrays.fill(array, Float.NaN);
    return array;
  }

  @Override
  public int threads() {
    return threads;
  }
}
