package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Blocks of {@link ChannelNarrowBlocks} by a single vector of out channels, which its loads bound:
 * one a product. On a core of 103 GFLOP/s eight rows reach 70 to 74 (as many as ten or twelve),
 * four 50; five, a column a turn, 44 to 60.
 */
final class ChannelSingles {

  private ChannelSingles() {}

  /** Eight rows, two columns of A a turn. */
  static void eight(
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
    for (int p = 0; p < k; p += 2) {
      int i = aAt + aSteps[p];
      int j = bAt + p * LANES;
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
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s0x0 = d0.fma(e0, s0x0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + LANES + 1]);
      s1x0 = d0.fma(e1, s1x0);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES + 1]);
      s2x0 = d0.fma(e2, s2x0);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES + 1]);
      s3x0 = d0.fma(e3, s3x0);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[i + 4 * LANES + 1]);
      s4x0 = d0.fma(e4, s4x0);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[i + 5 * LANES + 1]);
      s5x0 = d0.fma(e5, s5x0);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[i + 6 * LANES + 1]);
      s6x0 = d0.fma(e6, s6x0);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[i + 7 * LANES + 1]);
      s7x0 = d0.fma(e7, s7x0);
    }
    TYPE.cast(s0x0).intoArray(c, cAt);
    TYPE.cast(s1x0).intoArray(c, cAt + LANES);
    TYPE.cast(s2x0).intoArray(c, cAt + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, cAt + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, cAt + 4 * LANES);
    TYPE.cast(s5x0).intoArray(c, cAt + 5 * LANES);
    TYPE.cast(s6x0).intoArray(c, cAt + 6 * LANES);
    TYPE.cast(s7x0).intoArray(c, cAt + 7 * LANES);
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
    for (int p = 0; p < k; p++) {
      int i = aAt + aSteps[p];
      int j = bAt + p * LANES;
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
    }
    TYPE.cast(s0x0).intoArray(c, cAt);
    TYPE.cast(s1x0).intoArray(c, cAt + LANES);
    TYPE.cast(s2x0).intoArray(c, cAt + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, cAt + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, cAt + 4 * LANES);
  }

  /** Four rows, two columns of A a turn. */
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
    for (int p = 0; p < k; p += 2) {
      int i = aAt + aSteps[p];
      int j = bAt + p * LANES;
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
    }
    TYPE.cast(s0x0).intoArray(c, cAt);
    TYPE.cast(s1x0).intoArray(c, cAt + LANES);
    TYPE.cast(s2x0).intoArray(c, cAt + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, cAt + 3 * LANES);
  }
}
