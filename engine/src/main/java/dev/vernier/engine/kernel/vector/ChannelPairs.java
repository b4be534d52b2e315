package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Blocks of {@link ChannelNarrowBlocks} by two vectors of out channels.
 *
 * <p>C2 spills or copies what nearly fills 16 registers, as this does, and not alike in every JVM.
 * GFLOP/s on a core of 103, the worst and the best of some JVMs of JDK 17 and of JDK 25 (the same
 * with G1): {@link #five} 62 to 83, 97 to 98 (86 to 95, 96 to 97); {@link #fiveInPairs} 78 to 99,
 * 53 to 57 (80 to 92, 56 to 57); {@link #four} 81 to 86, 86 to 91 (81 to 86, 80 to 81). Six rows:
 * 44 to 97, 44.
 */
final class ChannelPairs {

  private ChannelPairs() {}

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
    for (int p = 0; p < k; p++) {
      int i = aAt + aSteps[p];
      int j = bAt + p * (2 * LANES);
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
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, at + 4 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x1).intoArray(c, at + 4 * LANES);
  }

  /** Five rows, two columns of A a turn. */
  static void fiveInPairs(
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
    int j = bAt;
    for (int p = 0; p < k; p += 2) {
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
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s0x0 = d0.fma(e0, s0x0);
      s0x1 = d1.fma(e0, s0x1);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + LANES + 1]);
      s1x0 = d0.fma(e1, s1x0);
      s1x1 = d1.fma(e1, s1x1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES + 1]);
      s2x0 = d0.fma(e2, s2x0);
      s2x1 = d1.fma(e2, s2x1);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES + 1]);
      s3x0 = d0.fma(e3, s3x0);
      s3x1 = d1.fma(e3, s3x1);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[i + 4 * LANES + 1]);
      s4x0 = d0.fma(e4, s4x0);
      s4x1 = d1.fma(e4, s4x1);
      j += 4 * LANES;
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x0).intoArray(c, at + 4 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
    TYPE.cast(s4x1).intoArray(c, at + 4 * LANES);
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
    for (int p = 0; p < k; p += 2) {
      int i = aAt + aSteps[p];
      int j = bAt + p * (2 * LANES);
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
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s0x0 = d0.fma(e0, s0x0);
      s0x1 = d1.fma(e0, s0x1);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + LANES + 1]);
      s1x0 = d0.fma(e1, s1x0);
      s1x1 = d1.fma(e1, s1x1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 2 * LANES + 1]);
      s2x0 = d0.fma(e2, s2x0);
      s2x1 = d1.fma(e2, s2x1);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 3 * LANES + 1]);
      s3x0 = d0.fma(e3, s3x0);
      s3x1 = d1.fma(e3, s3x1);
    }
    int at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    TYPE.cast(s1x0).intoArray(c, at + LANES);
    TYPE.cast(s2x0).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x0).intoArray(c, at + 3 * LANES);
    at += ldc;
    TYPE.cast(s0x1).intoArray(c, at);
    TYPE.cast(s1x1).intoArray(c, at + LANES);
    TYPE.cast(s2x1).intoArray(c, at + 2 * LANES);
    TYPE.cast(s3x1).intoArray(c, at + 3 * LANES);
  }
}
