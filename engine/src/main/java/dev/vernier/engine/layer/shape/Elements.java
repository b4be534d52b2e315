package dev.vernier.engine.layer.shape;

import java.util.Arrays;

/** Moves elements between arrays of one type: float[], byte[] or int[]. */
final class Elements {

  private Elements() {}

  /**
   * Copies {@code count} elements that lie {@code srcStep} apart to places {@code dstStep} apart;
   * the arrays are of one type, steps may be negative.
   */
  static void copy(
      Object src, int srcAt, int srcStep, Object dst, int dstAt, int dstStep, int count) {
    if (srcStep == 1 && dstStep == 1) {
      System.arraycopy(src, srcAt, dst, dstAt, count);
    } else if (src instanceof float[] from) {
      float[] to = (float[]) dst;
      for (int i = 0; i < count; i++) {
        to[dstAt + i * dstStep] = from[srcAt + i * srcStep];
      }
    } else if (src instanceof byte[] from) {
      byte[] to = (byte[]) dst;
      for (int i = 0; i < count; i++) {
        to[dstAt + i * dstStep] = from[srcAt + i * srcStep];
      }
    } else {
      int[] from = (int[]) src;
      int[] to = (int[]) dst;
      for (int i = 0; i < count; i++) {
        to[dstAt + i * dstStep] = from[srcAt + i * srcStep];
      }
    }
  }

  /** Sets the elements of a range; whole-number arrays take the value with its fraction cut off. */
  static void fill(Object array, int from, int to, float value) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, from, to, value);
    } else if (array instanceof byte[] bytes) {
      Arrays.fill(bytes, from, to, (byte) value);
    } else {
      Arrays.fill((int[]) array, from, to, (int) value);
    }
  }

  /** Repeats the block at {@code at} until it stands there {@code times} times. */
  static void repeat(Object array, int at, int block, int times) {
    for (int i = 1; i < times; i++) {
      System.arraycopy(array, at, array, at + i * block, block);
    }
  }
}
