package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/** Eight rows by two vectors of a packed panel; see {@link PanelTwelveRows}. */
final class PanelEightRows {

  private PanelEightRows() {}

  /** See {@link PanelTile#multiply}. */
  static void multiply(
      int vectors,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] ahead,
      int aheadAt,
      float[] start,
      int startAt,
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    switch (vectors) {
      case 1 -> by1(k, a, aAt, b, bAt, start, startAt, startLd, c, cAt, ldc);
      default ->
          by2(k, a, aAt, b, bAt, ahead, aheadAt, start, startAt, startLd, startNext, c, cAt, ldc);
    }
  }

  private static void by1(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startLd,
      float[] c,
      int cAt,
      int ldc) {
    int from = startAt;
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s1x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s2x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s3x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s4x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s5x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s6x0 = FloatVector.fromArray(SPECIES, start, from);
    from += startLd;
    FloatVector s7x0 = FloatVector.fromArray(SPECIES, start, from);
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
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s6x0 = b0.fma(a6, s6x0);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s7x0 = b0.fma(a7, s7x0);
      i += 8;
      j += LANES;
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

  private static float by2(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] ahead,
      int aheadAt,
      float[] start,
      int startAt,
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    int from = startAt;
    FloatVector s0x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s0x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s1x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s1x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s2x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s2x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s3x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s3x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s4x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s4x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s5x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s5x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s6x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s6x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    from += startLd;
    FloatVector s7x0 = FloatVector.fromArray(SPECIES, start, from);
    FloatVector s7x1 = FloatVector.fromArray(SPECIES, start, from + startNext);
    int i = aAt;
    int j = bAt;
    float read = 0f;
    int next = aheadAt;
    for (int p = 0; p < k; p++) {
      if ((p & PanelTile.READ_AHEAD) == 0) {
        read += ahead[next];
        next += LANES;
      }
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
      j += 2 * LANES;
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
    return read;
  }
}
