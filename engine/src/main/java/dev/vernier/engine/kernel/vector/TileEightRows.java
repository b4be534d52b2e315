package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Eight rows by two vectors, which end a matrix of rows that twelve do not divide. Every sum is a
 * local variable: C2 keeps vectors in registers only where they never lie in an array.
 */
final class TileEightRows {

  private TileEightRows() {}

  /** See {@link Tile#multiply}. */
  static void multiply(
      int vectors,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    switch (vectors) {
      case 1 -> by1(k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
      default -> by2(k, a, aAt, b, bAt, bSteps, start, startAt, c, cAt, ldc);
    }
  }

  private static void by1(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.broadcast(SPECIES, start[startAt]);
    FloatVector s1x0 = FloatVector.broadcast(SPECIES, start[startAt + LANES]);
    FloatVector s2x0 = FloatVector.broadcast(SPECIES, start[startAt + 2 * LANES]);
    FloatVector s3x0 = FloatVector.broadcast(SPECIES, start[startAt + 3 * LANES]);
    FloatVector s4x0 = FloatVector.broadcast(SPECIES, start[startAt + 4 * LANES]);
    FloatVector s5x0 = FloatVector.broadcast(SPECIES, start[startAt + 5 * LANES]);
    FloatVector s6x0 = FloatVector.broadcast(SPECIES, start[startAt + 6 * LANES]);
    FloatVector s7x0 = FloatVector.broadcast(SPECIES, start[startAt + 7 * LANES]);
    int i = aAt;
    for (int p = 0; p < k; p++) {
      int j = bAt + bSteps[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s0x0 = b0.fma(a0, s0x0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s1x0 = b0.fma(a1, s1x0);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s2x0 = b0.fma(a2, s2x0);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s3x0 = b0.fma(a3, s3x0);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s4x0 = b0.fma(a4, s4x0);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s5x0 = b0.fma(a5, s5x0);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s6x0 = b0.fma(a6, s6x0);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s7x0 = b0.fma(a7, s7x0);
      i += 8;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s1x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s2x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s3x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s4x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s5x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s6x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s7x0).intoArray(c, at);
  }

  private static void by2(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.broadcast(SPECIES, start[startAt]);
    FloatVector s0x1 = s0x0;
    FloatVector s1x0 = FloatVector.broadcast(SPECIES, start[startAt + LANES]);
    FloatVector s1x1 = s1x0;
    FloatVector s2x0 = FloatVector.broadcast(SPECIES, start[startAt + 2 * LANES]);
    FloatVector s2x1 = s2x0;
    FloatVector s3x0 = FloatVector.broadcast(SPECIES, start[startAt + 3 * LANES]);
    FloatVector s3x1 = s3x0;
    FloatVector s4x0 = FloatVector.broadcast(SPECIES, start[startAt + 4 * LANES]);
    FloatVector s4x1 = s4x0;
    FloatVector s5x0 = FloatVector.broadcast(SPECIES, start[startAt + 5 * LANES]);
    FloatVector s5x1 = s5x0;
    FloatVector s6x0 = FloatVector.broadcast(SPECIES, start[startAt + 6 * LANES]);
    FloatVector s6x1 = s6x0;
    FloatVector s7x0 = FloatVector.broadcast(SPECIES, start[startAt + 7 * LANES]);
    FloatVector s7x1 = s7x0;
    int i = aAt;
    for (int p = 0; p < k; p++) {
      int j = bAt + bSteps[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s0x0 = b0.fma(a0, s0x0);
      s0x1 = b1.fma(a0, s0x1);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s1x0 = b0.fma(a1, s1x0);
      s1x1 = b1.fma(a1, s1x1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s2x0 = b0.fma(a2, s2x0);
      s2x1 = b1.fma(a2, s2x1);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s3x0 = b0.fma(a3, s3x0);
      s3x1 = b1.fma(a3, s3x1);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s4x0 = b0.fma(a4, s4x0);
      s4x1 = b1.fma(a4, s4x1);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s5x0 = b0.fma(a5, s5x0);
      s5x1 = b1.fma(a5, s5x1);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s6x0 = b0.fma(a6, s6x0);
      s6x1 = b1.fma(a6, s6x1);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s7x0 = b0.fma(a7, s7x0);
      s7x1 = b1.fma(a7, s7x1);
      i += 8;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s0x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s1x0).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s2x0).intoArray(c, at);
    TYPE.cast(s2x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s3x0).intoArray(c, at);
    TYPE.cast(s3x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s4x0).intoArray(c, at);
    TYPE.cast(s4x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s5x0).intoArray(c, at);
    TYPE.cast(s5x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s6x0).intoArray(c, at);
    TYPE.cast(s6x1).intoArray(c, at + LANES);
    at += ldc;
    TYPE.cast(s7x0).intoArray(c, at);
    TYPE.cast(s7x1).intoArray(c, at + LANES);
  }
}
