package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * One row times a panel of packed columns. Steps go to several sums by turns, because a single
 * chain of multiply-adds waits for each one's latency of four cycles.
 */
final class RowProduct {

  private RowProduct() {}

  /**
   * dst = start + x·B for one panel.
   *
   * @param vectors of the panel, 1 to {@link Tile#VECTORS}
   * @param b the panel: k rows of vectors
   * @param start a value a column
   * @param dst at least as many elements as the panel has columns
   */
  static void multiply(
      int vectors,
      int k,
      float[] x,
      int xAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] dst) {
    switch (vectors) {
      case 1 -> by1(k, x, xAt, b, bAt, start, startAt, dst);
      case 2 -> by2(k, x, xAt, b, bAt, start, startAt, dst);
      default -> by3(k, x, xAt, b, bAt, start, startAt, dst);
    }
  }

  private static void by1(
      int k, float[] x, int xAt, float[] b, int bAt, float[] start, int startAt, float[] dst) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s1x0 = FloatVector.zero(SPECIES);
    FloatVector s2x0 = FloatVector.zero(SPECIES);
    FloatVector s3x0 = FloatVector.zero(SPECIES);
    FloatVector s4x0 = FloatVector.zero(SPECIES);
    FloatVector s5x0 = FloatVector.zero(SPECIES);
    FloatVector s6x0 = FloatVector.zero(SPECIES);
    FloatVector s7x0 = FloatVector.zero(SPECIES);
    int i = xAt;
    int j = bAt;
    int end = xAt + k;
    for (; i <= end - 8; i += 8) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[i + 1]);
      s1x0 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x1, s1x0);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[i + 2]);
      s2x0 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES).fma(x2, s2x0);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[i + 3]);
      s3x0 = FloatVector.fromArray(SPECIES, b, j + 3 * LANES).fma(x3, s3x0);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[i + 4]);
      s4x0 = FloatVector.fromArray(SPECIES, b, j + 4 * LANES).fma(x4, s4x0);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[i + 5]);
      s5x0 = FloatVector.fromArray(SPECIES, b, j + 5 * LANES).fma(x5, s5x0);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[i + 6]);
      s6x0 = FloatVector.fromArray(SPECIES, b, j + 6 * LANES).fma(x6, s6x0);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[i + 7]);
      s7x0 = FloatVector.fromArray(SPECIES, b, j + 7 * LANES).fma(x7, s7x0);
      j += 8 * LANES;
    }
    for (; i < end; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      j += LANES;
    }
    s0x0.add(s1x0).add(s2x0.add(s3x0)).add(s4x0.add(s5x0).add(s6x0.add(s7x0))).intoArray(dst, 0);
  }

  private static void by2(
      int k, float[] x, int xAt, float[] b, int bAt, float[] start, int startAt, float[] dst) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s1x0 = FloatVector.zero(SPECIES);
    FloatVector s2x0 = FloatVector.zero(SPECIES);
    FloatVector s3x0 = FloatVector.zero(SPECIES);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector s1x1 = FloatVector.zero(SPECIES);
    FloatVector s2x1 = FloatVector.zero(SPECIES);
    FloatVector s3x1 = FloatVector.zero(SPECIES);
    int i = xAt;
    int j = bAt;
    int end = xAt + k;
    for (; i <= end - 4; i += 4) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[i + 1]);
      s1x0 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES).fma(x1, s1x0);
      s1x1 = FloatVector.fromArray(SPECIES, b, j + 3 * LANES).fma(x1, s1x1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[i + 2]);
      s2x0 = FloatVector.fromArray(SPECIES, b, j + 4 * LANES).fma(x2, s2x0);
      s2x1 = FloatVector.fromArray(SPECIES, b, j + 5 * LANES).fma(x2, s2x1);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[i + 3]);
      s3x0 = FloatVector.fromArray(SPECIES, b, j + 6 * LANES).fma(x3, s3x0);
      s3x1 = FloatVector.fromArray(SPECIES, b, j + 7 * LANES).fma(x3, s3x1);
      j += 8 * LANES;
    }
    for (; i < end; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      j += 2 * LANES;
    }
    s0x0.add(s1x0).add(s2x0.add(s3x0)).intoArray(dst, 0);
    s0x1.add(s1x1).add(s2x1.add(s3x1)).intoArray(dst, LANES);
  }

  private static void by3(
      int k, float[] x, int xAt, float[] b, int bAt, float[] start, int startAt, float[] dst) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s1x0 = FloatVector.zero(SPECIES);
    FloatVector s2x0 = FloatVector.zero(SPECIES);
    FloatVector s3x0 = FloatVector.zero(SPECIES);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector s1x1 = FloatVector.zero(SPECIES);
    FloatVector s2x1 = FloatVector.zero(SPECIES);
    FloatVector s3x1 = FloatVector.zero(SPECIES);
    FloatVector s0x2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * LANES);
    FloatVector s1x2 = FloatVector.zero(SPECIES);
    FloatVector s2x2 = FloatVector.zero(SPECIES);
    FloatVector s3x2 = FloatVector.zero(SPECIES);
    int i = xAt;
    int j = bAt;
    int end = xAt + k;
    for (; i <= end - 4; i += 4) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      s0x2 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES).fma(x0, s0x2);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[i + 1]);
      s1x0 = FloatVector.fromArray(SPECIES, b, j + 3 * LANES).fma(x1, s1x0);
      s1x1 = FloatVector.fromArray(SPECIES, b, j + 4 * LANES).fma(x1, s1x1);
      s1x2 = FloatVector.fromArray(SPECIES, b, j + 5 * LANES).fma(x1, s1x2);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[i + 2]);
      s2x0 = FloatVector.fromArray(SPECIES, b, j + 6 * LANES).fma(x2, s2x0);
      s2x1 = FloatVector.fromArray(SPECIES, b, j + 7 * LANES).fma(x2, s2x1);
      s2x2 = FloatVector.fromArray(SPECIES, b, j + 8 * LANES).fma(x2, s2x2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[i + 3]);
      s3x0 = FloatVector.fromArray(SPECIES, b, j + 9 * LANES).fma(x3, s3x0);
      s3x1 = FloatVector.fromArray(SPECIES, b, j + 10 * LANES).fma(x3, s3x1);
      s3x2 = FloatVector.fromArray(SPECIES, b, j + 11 * LANES).fma(x3, s3x2);
      j += 12 * LANES;
    }
    for (; i < end; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      s0x2 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES).fma(x0, s0x2);
      j += 3 * LANES;
    }
    s0x0.add(s1x0).add(s2x0.add(s3x0)).intoArray(dst, 0);
    s0x1.add(s1x1).add(s2x1.add(s3x1)).intoArray(dst, LANES);
    s0x2.add(s1x2).add(s2x2.add(s3x2)).intoArray(dst, 2 * LANES);
  }
}
