package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Twelve rows by two vectors of {@link ChannelTile}: 24 sums fit 32 registers, where eight rows
 * would leave a third of them unused.
 */
final class ChannelTwelveRows {

  private ChannelTwelveRows() {}

  /** See {@link ChannelTile#multiply}. */
  static void multiply(
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
    FloatVector s8x0 = s0x0;
    FloatVector s8x1 = s0x1;
    FloatVector s9x0 = s0x0;
    FloatVector s9x1 = s0x1;
    FloatVector s10x0 = s0x0;
    FloatVector s10x1 = s0x1;
    FloatVector s11x0 = s0x0;
    FloatVector s11x1 = s0x1;
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
      FloatVector a8 = FloatVector.broadcast(SPECIES, a[i + 8 * LANES]);
      s8x0 = b0.fma(a8, s8x0);
      s8x1 = b1.fma(a8, s8x1);
      FloatVector a9 = FloatVector.broadcast(SPECIES, a[i + 9 * LANES]);
      s9x0 = b0.fma(a9, s9x0);
      s9x1 = b1.fma(a9, s9x1);
      FloatVector a10 = FloatVector.broadcast(SPECIES, a[i + 10 * LANES]);
      s10x0 = b0.fma(a10, s10x0);
      s10x1 = b1.fma(a10, s10x1);
      FloatVector a11 = FloatVector.broadcast(SPECIES, a[i + 11 * LANES]);
      s11x0 = b0.fma(a11, s11x0);
      s11x1 = b1.fma(a11, s11x1);
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
    TYPE.cast(s8x0).intoArray(c, at + 8 * LANES);
    TYPE.cast(s9x0).intoArray(c, at + 9 * LANES);
    TYPE.cast(s10x0).intoArray(c, at + 10 * LANES);
    TYPE.cast(s11x0).intoArray(c, at + 11 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x1).intoArray(c, at + 4 * LANES);
    TYPE.cast(s5x1).intoArray(c, at + 5 * LANES);
    TYPE.cast(s6x1).intoArray(c, at + 6 * LANES);
    TYPE.cast(s7x1).intoArray(c, at + 7 * LANES);
    TYPE.cast(s8x1).intoArray(c, at + 8 * LANES);
    TYPE.cast(s9x1).intoArray(c, at + 9 * LANES);
    TYPE.cast(s10x1).intoArray(c, at + 10 * LANES);
    TYPE.cast(s11x1).intoArray(c, at + 11 * LANES);
  }
}
