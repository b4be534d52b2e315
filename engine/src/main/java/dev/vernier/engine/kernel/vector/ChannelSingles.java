package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Blocks of {@link ChannelNarrowBlocks} by a single vector of out channels, which the loads bound:
 * a load a product. On a core of 103 GFLOP/s ten rows reach 73, five 61 and four 49.
 */
final class ChannelSingles {

  private ChannelSingles() {}

  /** Ten rows. */
  static void ten(
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
    FloatVector s8x0 = s0x0;
    FloatVector s9x0 = s0x0;
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
      FloatVector a8 = FloatVector.broadcast(SPECIES, a[i + 8 * LANES]);
      s8x0 = b0.fma(a8, s8x0);
      FloatVector a9 = FloatVector.broadcast(SPECIES, a[i + 9 * LANES]);
      s9x0 = b0.fma(a9, s9x0);
      j += LANES;
    }
    s0x0.intoArray(c, cAt);
    s1x0.intoArray(c, cAt + LANES);
    s2x0.intoArray(c, cAt + 2 * LANES);
    s3x0.intoArray(c, cAt + 3 * LANES);
    s4x0.intoArray(c, cAt + 4 * LANES);
    s5x0.intoArray(c, cAt + 5 * LANES);
    s6x0.intoArray(c, cAt + 6 * LANES);
    s7x0.intoArray(c, cAt + 7 * LANES);
    s8x0.intoArray(c, cAt + 8 * LANES);
    s9x0.intoArray(c, cAt + 9 * LANES);
  }

  /** Five rows. */
  static void five(
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
      j += LANES;
    }
    s0x0.intoArray(c, cAt);
    s1x0.intoArray(c, cAt + LANES);
    s2x0.intoArray(c, cAt + 2 * LANES);
    s3x0.intoArray(c, cAt + 3 * LANES);
    s4x0.intoArray(c, cAt + 4 * LANES);
  }

  /** Four rows. */
  static void four(
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
    int j = bAt;
    for (int p = 0; p < k; p += 2) {
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
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s0x0 = d0.fma(e0, s0x0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + LANES + 1]);
      s1x0 = d0.fma(e1, s1x0);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES + 1]);
      s2x0 = d0.fma(e2, s2x0);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES + 1]);
      s3x0 = d0.fma(e3, s3x0);
      j += 2 * LANES;
    }
    s0x0.intoArray(c, cAt);
    s1x0.intoArray(c, cAt + LANES);
    s2x0.intoArray(c, cAt + 2 * LANES);
    s3x0.intoArray(c, cAt + 3 * LANES);
  }
}
