package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Four rows by two vectors for the 16 registers of SSE and AVX2. Four steps at a time share the
 * counting and the checks that would fill the front end; eight sums, two columns and what is
 * broadcast leave C2 room to move. As a share of the peak on Zen 3, over several JVMs, at 256
 * steps: this 0.83 to 0.88 on JDK 17 and on 25; one step of six rows 0.32 to 0.95 and 0.40; two
 * steps of five 0.47 to 0.90 and 0.50 to 0.92. Those spill, now and then, and a sum that goes
 * through memory halves the rate. The bound of {@link Tile#CHUNK} steps spares C2 the outer loop
 * that it would put around this one for the sake of safepoints, and the register for its counter.
 */
final class TileFourSteps {

  private TileFourSteps() {}

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
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    if (vectors == 1) {
      by1(k, a, aAt, b, bAt, bSteps, start, startAt, startLd, c, cAt, ldc);
    } else {
      by2(k, a, aAt, b, bAt, bSteps, start, startAt, startLd, startNext, c, cAt, ldc);
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
      int startLd,
      float[] c,
      int cAt,
      int ldc) {
    int at = startAt;
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, at);
    at += startLd;
    FloatVector s1x0 = FloatVector.fromArray(SPECIES, start, at);
    at += startLd;
    FloatVector s2x0 = FloatVector.fromArray(SPECIES, start, at);
    at += startLd;
    FloatVector s3x0 = FloatVector.fromArray(SPECIES, start, at);
    int i = aAt;
    int p = 0;
    int end = Math.max(0, Math.min(k, Tile.CHUNK)) - 3;
    for (; p < end; p += 4) {
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
      int j1 = bAt + bSteps[p + 1];
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j1);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s0x0 = d0.fma(e0, s0x0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s1x0 = d0.fma(e1, s1x0);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s2x0 = d0.fma(e2, s2x0);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s3x0 = d0.fma(e3, s3x0);
      int j2 = bAt + bSteps[p + 2];
      FloatVector f0 = FloatVector.fromArray(SPECIES, b, j2);
      FloatVector g0 = FloatVector.broadcast(SPECIES, a[i + 8]);
      s0x0 = f0.fma(g0, s0x0);
      FloatVector g1 = FloatVector.broadcast(SPECIES, a[i + 9]);
      s1x0 = f0.fma(g1, s1x0);
      FloatVector g2 = FloatVector.broadcast(SPECIES, a[i + 10]);
      s2x0 = f0.fma(g2, s2x0);
      FloatVector g3 = FloatVector.broadcast(SPECIES, a[i + 11]);
      s3x0 = f0.fma(g3, s3x0);
      int j3 = bAt + bSteps[p + 3];
      FloatVector h0 = FloatVector.fromArray(SPECIES, b, j3);
      FloatVector q0 = FloatVector.broadcast(SPECIES, a[i + 12]);
      s0x0 = h0.fma(q0, s0x0);
      FloatVector q1 = FloatVector.broadcast(SPECIES, a[i + 13]);
      s1x0 = h0.fma(q1, s1x0);
      FloatVector q2 = FloatVector.broadcast(SPECIES, a[i + 14]);
      s2x0 = h0.fma(q2, s2x0);
      FloatVector q3 = FloatVector.broadcast(SPECIES, a[i + 15]);
      s3x0 = h0.fma(q3, s3x0);
      i += 16;
    }
    for (; p < k; p++) {
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
      i += 4;
    }
    at = cAt;
    TYPE.cast(s0x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s1x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s2x0).intoArray(c, at);
    at += ldc;
    TYPE.cast(s3x0).intoArray(c, at);
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
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    int at = startAt;
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, at);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, at + startNext);
    at += startLd;
    FloatVector s1x0 = FloatVector.fromArray(SPECIES, start, at);
    FloatVector s1x1 = FloatVector.fromArray(SPECIES, start, at + startNext);
    at += startLd;
    FloatVector s2x0 = FloatVector.fromArray(SPECIES, start, at);
    FloatVector s2x1 = FloatVector.fromArray(SPECIES, start, at + startNext);
    at += startLd;
    FloatVector s3x0 = FloatVector.fromArray(SPECIES, start, at);
    FloatVector s3x1 = FloatVector.fromArray(SPECIES, start, at + startNext);
    int i = aAt;
    int p = 0;
    int end = Math.max(0, Math.min(k, Tile.CHUNK)) - 3;
    for (; p < end; p += 4) {
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
      int j1 = bAt + bSteps[p + 1];
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, j1);
      FloatVector d1 = FloatVector.fromArray(SPECIES, b, j1 + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s0x0 = d0.fma(e0, s0x0);
      s0x1 = d1.fma(e0, s0x1);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s1x0 = d0.fma(e1, s1x0);
      s1x1 = d1.fma(e1, s1x1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s2x0 = d0.fma(e2, s2x0);
      s2x1 = d1.fma(e2, s2x1);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s3x0 = d0.fma(e3, s3x0);
      s3x1 = d1.fma(e3, s3x1);
      int j2 = bAt + bSteps[p + 2];
      FloatVector f0 = FloatVector.fromArray(SPECIES, b, j2);
      FloatVector f1 = FloatVector.fromArray(SPECIES, b, j2 + LANES);
      FloatVector g0 = FloatVector.broadcast(SPECIES, a[i + 8]);
      s0x0 = f0.fma(g0, s0x0);
      s0x1 = f1.fma(g0, s0x1);
      FloatVector g1 = FloatVector.broadcast(SPECIES, a[i + 9]);
      s1x0 = f0.fma(g1, s1x0);
      s1x1 = f1.fma(g1, s1x1);
      FloatVector g2 = FloatVector.broadcast(SPECIES, a[i + 10]);
      s2x0 = f0.fma(g2, s2x0);
      s2x1 = f1.fma(g2, s2x1);
      FloatVector g3 = FloatVector.broadcast(SPECIES, a[i + 11]);
      s3x0 = f0.fma(g3, s3x0);
      s3x1 = f1.fma(g3, s3x1);
      int j3 = bAt + bSteps[p + 3];
      FloatVector h0 = FloatVector.fromArray(SPECIES, b, j3);
      FloatVector h1 = FloatVector.fromArray(SPECIES, b, j3 + LANES);
      FloatVector q0 = FloatVector.broadcast(SPECIES, a[i + 12]);
      s0x0 = h0.fma(q0, s0x0);
      s0x1 = h1.fma(q0, s0x1);
      FloatVector q1 = FloatVector.broadcast(SPECIES, a[i + 13]);
      s1x0 = h0.fma(q1, s1x0);
      s1x1 = h1.fma(q1, s1x1);
      FloatVector q2 = FloatVector.broadcast(SPECIES, a[i + 14]);
      s2x0 = h0.fma(q2, s2x0);
      s2x1 = h1.fma(q2, s2x1);
      FloatVector q3 = FloatVector.broadcast(SPECIES, a[i + 15]);
      s3x0 = h0.fma(q3, s3x0);
      s3x1 = h1.fma(q3, s3x1);
      i += 16;
    }
    for (; p < k; p++) {
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
      i += 4;
    }
    at = cAt;
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
  }
}
