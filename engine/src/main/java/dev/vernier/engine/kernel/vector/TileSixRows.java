package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Six rows by two vectors: twelve sums and two columns leave two of the 16 registers of SSE and
 * AVX2. Every sum is a local variable: C2 keeps vectors in registers only where they never lie in
 * an array.
 */
final class TileSixRows {

  private TileSixRows() {}

  /** See {@link Tile#multiply}. */
  static void multiply(
      int vectors,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int bStride,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    switch (vectors) {
      case 1 -> by1(k, a, aAt, b, bAt, bStride, start, startAt, c, cAt, ldc);
      default -> by2(k, a, aAt, b, bAt, bStride, start, startAt, c, cAt, ldc);
    }
  }

  private static void by1(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int bStride,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.broadcast(SPECIES, start[startAt]);
    FloatVector s1x0 = FloatVector.broadcast(SPECIES, start[startAt + 1]);
    FloatVector s2x0 = FloatVector.broadcast(SPECIES, start[startAt + 2]);
    FloatVector s3x0 = FloatVector.broadcast(SPECIES, start[startAt + 3]);
    FloatVector s4x0 = FloatVector.broadcast(SPECIES, start[startAt + 4]);
    FloatVector s5x0 = FloatVector.broadcast(SPECIES, start[startAt + 5]);
    int i = aAt;
    int j = bAt;
    for (int p = 0; p < k; p++) {
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
      i += 6;
      j += bStride;
    }
    int at = cAt;
    s0x0.intoArray(c, at);
    at += ldc;
    s1x0.intoArray(c, at);
    at += ldc;
    s2x0.intoArray(c, at);
    at += ldc;
    s3x0.intoArray(c, at);
    at += ldc;
    s4x0.intoArray(c, at);
    at += ldc;
    s5x0.intoArray(c, at);
  }

  private static void by2(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int bStride,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    FloatVector s0x0 = FloatVector.broadcast(SPECIES, start[startAt]);
    FloatVector s0x1 = s0x0;
    FloatVector s1x0 = FloatVector.broadcast(SPECIES, start[startAt + 1]);
    FloatVector s1x1 = s1x0;
    FloatVector s2x0 = FloatVector.broadcast(SPECIES, start[startAt + 2]);
    FloatVector s2x1 = s2x0;
    FloatVector s3x0 = FloatVector.broadcast(SPECIES, start[startAt + 3]);
    FloatVector s3x1 = s3x0;
    FloatVector s4x0 = FloatVector.broadcast(SPECIES, start[startAt + 4]);
    FloatVector s4x1 = s4x0;
    FloatVector s5x0 = FloatVector.broadcast(SPECIES, start[startAt + 5]);
    FloatVector s5x1 = s5x0;
    int i = aAt;
    int j = bAt;
    for (int p = 0; p < k; p++) {
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
      i += 6;
      j += bStride;
    }
    int at = cAt;
    s0x0.intoArray(c, at);
    s0x1.intoArray(c, at + LANES);
    at += ldc;
    s1x0.intoArray(c, at);
    s1x1.intoArray(c, at + LANES);
    at += ldc;
    s2x0.intoArray(c, at);
    s2x1.intoArray(c, at + LANES);
    at += ldc;
    s3x0.intoArray(c, at);
    s3x1.intoArray(c, at + LANES);
    at += ldc;
    s4x0.intoArray(c, at);
    s4x1.intoArray(c, at + LANES);
    at += ldc;
    s5x0.intoArray(c, at);
    s5x1.intoArray(c, at + LANES);
  }
}
