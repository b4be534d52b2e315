package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/** Eight rows by up to three vectors of {@link ChannelTile}: 24 sums fit 32 registers. */
final class ChannelEightRows {

  private ChannelEightRows() {}

  /** See {@link ChannelTile#multiply}. */
  static void multiply(
      int vectors,
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    switch (vectors) {
      case 1 -> by1(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt);
      case 2 -> by2(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
      default -> by3(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }

  private static void by3(
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector s0x2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * LANES);
    FloatVector s1x0 = s0x0;
    FloatVector s1x1 = s0x1;
    FloatVector s1x2 = s0x2;
    FloatVector s2x0 = s0x0;
    FloatVector s2x1 = s0x1;
    FloatVector s2x2 = s0x2;
    FloatVector s3x0 = s0x0;
    FloatVector s3x1 = s0x1;
    FloatVector s3x2 = s0x2;
    FloatVector s4x0 = s0x0;
    FloatVector s4x1 = s0x1;
    FloatVector s4x2 = s0x2;
    FloatVector s5x0 = s0x0;
    FloatVector s5x1 = s0x1;
    FloatVector s5x2 = s0x2;
    FloatVector s6x0 = s0x0;
    FloatVector s6x1 = s0x1;
    FloatVector s6x2 = s0x2;
    FloatVector s7x0 = s0x0;
    FloatVector s7x1 = s0x1;
    FloatVector s7x2 = s0x2;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      int i = aAt + aSteps[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s0x0 = b0.fma(a0, s0x0);
      s0x1 = b1.fma(a0, s0x1);
      s0x2 = b2.fma(a0, s0x2);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + LANES]);
      s1x0 = b0.fma(a1, s1x0);
      s1x1 = b1.fma(a1, s1x1);
      s1x2 = b2.fma(a1, s1x2);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES]);
      s2x0 = b0.fma(a2, s2x0);
      s2x1 = b1.fma(a2, s2x1);
      s2x2 = b2.fma(a2, s2x2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES]);
      s3x0 = b0.fma(a3, s3x0);
      s3x1 = b1.fma(a3, s3x1);
      s3x2 = b2.fma(a3, s3x2);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4 * LANES]);
      s4x0 = b0.fma(a4, s4x0);
      s4x1 = b1.fma(a4, s4x1);
      s4x2 = b2.fma(a4, s4x2);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5 * LANES]);
      s5x0 = b0.fma(a5, s5x0);
      s5x1 = b1.fma(a5, s5x1);
      s5x2 = b2.fma(a5, s5x2);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6 * LANES]);
      s6x0 = b0.fma(a6, s6x0);
      s6x1 = b1.fma(a6, s6x1);
      s6x2 = b2.fma(a6, s6x2);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7 * LANES]);
      s7x0 = b0.fma(a7, s7x0);
      s7x1 = b1.fma(a7, s7x1);
      s7x2 = b2.fma(a7, s7x2);
      j += 3 * LANES;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x0).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x0).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x0).intoArray(c, at + 7 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x1).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x1).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x1).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x1).intoArray(c, at + 7 * LANES);
    at += ldc;
    TYPE.cast(s0x2).intoArray(c, at);
    TYPE.cast(s1x2).intoArray(c, at + LANES);
    TYPE.cast(s2x2).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x2).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x2).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x2).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x2).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x2).intoArray(c, at + 7 * LANES);
  }

  private static void by2(
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector s1x0 = s0x0;
    FloatVector s1x1 = s0x1;
    FloatVector s2x0 = s0x0;
    FloatVector s2x1 = s0x1;
    FloatVector s3x0 = s0x0;
    FloatVector s3x1 = s0x1;
    FloatVector s4x0 = s0x0;
    FloatVector s4x1 = s0x1;
    FloatVector s5x0 = s0x0;
    FloatVector s5x1 = s0x1;
    FloatVector s6x0 = s0x0;
    FloatVector s6x1 = s0x1;
    FloatVector s7x0 = s0x0;
    FloatVector s7x1 = s0x1;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      int i = aAt + aSteps[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s0x0 = b0.fma(a0, s0x0);
      s0x1 = b1.fma(a0, s0x1);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + LANES]);
      s1x0 = b0.fma(a1, s1x0);
      s1x1 = b1.fma(a1, s1x1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES]);
      s2x0 = b0.fma(a2, s2x0);
      s2x1 = b1.fma(a2, s2x1);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES]);
      s3x0 = b0.fma(a3, s3x0);
      s3x1 = b1.fma(a3, s3x1);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4 * LANES]);
      s4x0 = b0.fma(a4, s4x0);
      s4x1 = b1.fma(a4, s4x1);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5 * LANES]);
      s5x0 = b0.fma(a5, s5x0);
      s5x1 = b1.fma(a5, s5x1);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6 * LANES]);
      s6x0 = b0.fma(a6, s6x0);
      s6x1 = b1.fma(a6, s6x1);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7 * LANES]);
      s7x0 = b0.fma(a7, s7x0);
      s7x1 = b1.fma(a7, s7x1);
      j += 2 * LANES;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x0).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x0).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x0).intoArray(c, at + 7 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x1).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x1).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x1).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x1).intoArray(c, at + 7 * LANES);
  }

  private static void by1(
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector s1x0 = s0x0;
    FloatVector s2x0 = s0x0;
    FloatVector s3x0 = s0x0;
    FloatVector s4x0 = s0x0;
    FloatVector s5x0 = s0x0;
    FloatVector s6x0 = s0x0;
    FloatVector s7x0 = s0x0;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      int i = aAt + aSteps[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s0x0 = b0.fma(a0, s0x0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + LANES]);
      s1x0 = b0.fma(a1, s1x0);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES]);
      s2x0 = b0.fma(a2, s2x0);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES]);
      s3x0 = b0.fma(a3, s3x0);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4 * LANES]);
      s4x0 = b0.fma(a4, s4x0);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5 * LANES]);
      s5x0 = b0.fma(a5, s5x0);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6 * LANES]);
      s6x0 = b0.fma(a6, s6x0);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7 * LANES]);
      s7x0 = b0.fma(a7, s7x0);
      j += LANES;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x0).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x0).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x0).intoArray(c, at + 7 * LANES);
  }
}
