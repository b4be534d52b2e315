package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * One row times a panel of packed columns. Each of several sums takes a share of the steps: a
 * single chain of multiply-adds waits for each one's latency of four cycles, and a panel that comes
 * from memory comes faster in several streams (29 GB/s in four, 21 in one, Zen 5).
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
      default -> by2(k, x, xAt, b, bAt, start, startAt, dst);
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
    int share = k / 8;
    int next = share * LANES;
    int j = bAt;
    for (int i = xAt; i < xAt + share; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[i + share]);
      s1x0 = FloatVector.fromArray(SPECIES, b, j + next).fma(x1, s1x0);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[i + 2 * share]);
      s2x0 = FloatVector.fromArray(SPECIES, b, j + 2 * next).fma(x2, s2x0);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[i + 3 * share]);
      s3x0 = FloatVector.fromArray(SPECIES, b, j + 3 * next).fma(x3, s3x0);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[i + 4 * share]);
      s4x0 = FloatVector.fromArray(SPECIES, b, j + 4 * next).fma(x4, s4x0);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[i + 5 * share]);
      s5x0 = FloatVector.fromArray(SPECIES, b, j + 5 * next).fma(x5, s5x0);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[i + 6 * share]);
      s6x0 = FloatVector.fromArray(SPECIES, b, j + 6 * next).fma(x6, s6x0);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[i + 7 * share]);
      s7x0 = FloatVector.fromArray(SPECIES, b, j + 7 * next).fma(x7, s7x0);
      j += LANES;
    }
    j = bAt + 8 * next;
    for (int i = xAt + 8 * share; i < xAt + k; i++) {
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
    int share = k / 4;
    int next = share * 2 * LANES;
    int j = bAt;
    for (int i = xAt; i < xAt + share; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[i + share]);
      s1x0 = FloatVector.fromArray(SPECIES, b, j + next).fma(x1, s1x0);
      s1x1 = FloatVector.fromArray(SPECIES, b, j + next + LANES).fma(x1, s1x1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[i + 2 * share]);
      s2x0 = FloatVector.fromArray(SPECIES, b, j + 2 * next).fma(x2, s2x0);
      s2x1 = FloatVector.fromArray(SPECIES, b, j + 2 * next + LANES).fma(x2, s2x1);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[i + 3 * share]);
      s3x0 = FloatVector.fromArray(SPECIES, b, j + 3 * next).fma(x3, s3x0);
      s3x1 = FloatVector.fromArray(SPECIES, b, j + 3 * next + LANES).fma(x3, s3x1);
      j += 2 * LANES;
    }
    j = bAt + 4 * next;
    for (int i = xAt + 4 * share; i < xAt + k; i++) {
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[i]);
      s0x0 = FloatVector.fromArray(SPECIES, b, j).fma(x0, s0x0);
      s0x1 = FloatVector.fromArray(SPECIES, b, j + LANES).fma(x0, s0x1);
      j += 2 * LANES;
    }
    s0x0.add(s1x0).add(s2x0.add(s3x0)).intoArray(dst, 0);
    s0x1.add(s1x1).add(s2x1.add(s3x1)).intoArray(dst, LANES);
  }
}
