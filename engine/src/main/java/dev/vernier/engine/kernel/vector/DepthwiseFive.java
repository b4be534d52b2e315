package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Windows of 5 x 5, otherwise as {@link DepthwiseThree}. */
final class DepthwiseFive {
  private DepthwiseFive() {}

  /** Sums with a vertical stride of 1. */
  static void everyRow(
      float[] band,
      int at,
      int b,
      int c,
      int pitch,
      int first,
      int end,
      float[] weights,
      int weight,
      float start,
      float[] sums,
      int sumsAt,
      int outW,
      int rows) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, weights[weight]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, weights[weight + 1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, weights[weight + 2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, weights[weight + 3]);
    FloatVector w4 = FloatVector.broadcast(SPECIES, weights[weight + 4]);
    FloatVector w5 = FloatVector.broadcast(SPECIES, weights[weight + 5]);
    FloatVector w6 = FloatVector.broadcast(SPECIES, weights[weight + 6]);
    FloatVector w7 = FloatVector.broadcast(SPECIES, weights[weight + 7]);
    FloatVector w8 = FloatVector.broadcast(SPECIES, weights[weight + 8]);
    FloatVector w9 = FloatVector.broadcast(SPECIES, weights[weight + 9]);
    FloatVector w10 = FloatVector.broadcast(SPECIES, weights[weight + 10]);
    FloatVector w11 = FloatVector.broadcast(SPECIES, weights[weight + 11]);
    FloatVector w12 = FloatVector.broadcast(SPECIES, weights[weight + 12]);
    FloatVector w13 = FloatVector.broadcast(SPECIES, weights[weight + 13]);
    FloatVector w14 = FloatVector.broadcast(SPECIES, weights[weight + 14]);
    FloatVector w15 = FloatVector.broadcast(SPECIES, weights[weight + 15]);
    FloatVector w16 = FloatVector.broadcast(SPECIES, weights[weight + 16]);
    FloatVector w17 = FloatVector.broadcast(SPECIES, weights[weight + 17]);
    FloatVector w18 = FloatVector.broadcast(SPECIES, weights[weight + 18]);
    FloatVector w19 = FloatVector.broadcast(SPECIES, weights[weight + 19]);
    FloatVector w20 = FloatVector.broadcast(SPECIES, weights[weight + 20]);
    FloatVector w21 = FloatVector.broadcast(SPECIES, weights[weight + 21]);
    FloatVector w22 = FloatVector.broadcast(SPECIES, weights[weight + 22]);
    FloatVector w23 = FloatVector.broadcast(SPECIES, weights[weight + 23]);
    FloatVector w24 = FloatVector.broadcast(SPECIES, weights[weight + 24]);
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < outW; column += LANES) {
      int x = Math.max(0, Math.min(column, outW - LANES));
      FloatVector s0 = bias;
      FloatVector s1 = bias;
      FloatVector s2 = bias;
      FloatVector s3 = bias;
      int to = sumsAt + (first - 4) * outW + x;
      for (int r = first; r < end; r++) {
        int from = at + r * pitch + x;
        FloatVector i0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector i1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector i2 = FloatVector.fromArray(SPECIES, band, from + c);
        FloatVector i3 = FloatVector.fromArray(SPECIES, band, from + b + c);
        FloatVector i4 = FloatVector.fromArray(SPECIES, band, from + 2 * c);
        FloatVector done = i4.fma(w24, i3.fma(w23, i2.fma(w22, i1.fma(w21, i0.fma(w20, s0)))));
        s0 = i4.fma(w19, i3.fma(w18, i2.fma(w17, i1.fma(w16, i0.fma(w15, s1)))));
        s1 = i4.fma(w14, i3.fma(w13, i2.fma(w12, i1.fma(w11, i0.fma(w10, s2)))));
        s2 = i4.fma(w9, i3.fma(w8, i2.fma(w7, i1.fma(w6, i0.fma(w5, s3)))));
        s3 = i4.fma(w4, i3.fma(w3, i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)))));
        if (r >= 4) {
          done.intoArray(sums, to);
        }
        to += outW;
      }
      for (int r = end; r < rows + 4; r++) {
        if (r >= 4) {
          FloatVector.broadcast(SPECIES, 0f).add(s0).intoArray(sums, to);
        }
        s0 = s1;
        s1 = s2;
        s2 = s3;
        s3 = bias;
        to += outW;
      }
    }
  }

  /** The same with a vertical stride of 2 and all rows. */
  static void everySecondRow(
      float[] band,
      int at,
      int b,
      int c,
      int pitch,
      float[] weights,
      int weight,
      float start,
      float[] sums,
      int sumsAt,
      int outW,
      int rows) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, weights[weight]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, weights[weight + 1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, weights[weight + 2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, weights[weight + 3]);
    FloatVector w4 = FloatVector.broadcast(SPECIES, weights[weight + 4]);
    FloatVector w5 = FloatVector.broadcast(SPECIES, weights[weight + 5]);
    FloatVector w6 = FloatVector.broadcast(SPECIES, weights[weight + 6]);
    FloatVector w7 = FloatVector.broadcast(SPECIES, weights[weight + 7]);
    FloatVector w8 = FloatVector.broadcast(SPECIES, weights[weight + 8]);
    FloatVector w9 = FloatVector.broadcast(SPECIES, weights[weight + 9]);
    FloatVector w10 = FloatVector.broadcast(SPECIES, weights[weight + 10]);
    FloatVector w11 = FloatVector.broadcast(SPECIES, weights[weight + 11]);
    FloatVector w12 = FloatVector.broadcast(SPECIES, weights[weight + 12]);
    FloatVector w13 = FloatVector.broadcast(SPECIES, weights[weight + 13]);
    FloatVector w14 = FloatVector.broadcast(SPECIES, weights[weight + 14]);
    FloatVector w15 = FloatVector.broadcast(SPECIES, weights[weight + 15]);
    FloatVector w16 = FloatVector.broadcast(SPECIES, weights[weight + 16]);
    FloatVector w17 = FloatVector.broadcast(SPECIES, weights[weight + 17]);
    FloatVector w18 = FloatVector.broadcast(SPECIES, weights[weight + 18]);
    FloatVector w19 = FloatVector.broadcast(SPECIES, weights[weight + 19]);
    FloatVector w20 = FloatVector.broadcast(SPECIES, weights[weight + 20]);
    FloatVector w21 = FloatVector.broadcast(SPECIES, weights[weight + 21]);
    FloatVector w22 = FloatVector.broadcast(SPECIES, weights[weight + 22]);
    FloatVector w23 = FloatVector.broadcast(SPECIES, weights[weight + 23]);
    FloatVector w24 = FloatVector.broadcast(SPECIES, weights[weight + 24]);
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < outW; column += LANES) {
      int x = Math.max(0, Math.min(column, outW - LANES));
      FloatVector s0 = bias;
      FloatVector s1 = bias;
      int from = at + x;
      int to = sumsAt + x - 2 * outW;
      for (int r = 0; r < rows + 2; r++) {
        FloatVector i0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector i1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector i2 = FloatVector.fromArray(SPECIES, band, from + c);
        FloatVector i3 = FloatVector.fromArray(SPECIES, band, from + b + c);
        FloatVector i4 = FloatVector.fromArray(SPECIES, band, from + 2 * c);
        FloatVector done = i4.fma(w24, i3.fma(w23, i2.fma(w22, i1.fma(w21, i0.fma(w20, s0)))));
        if (r >= 2) {
          done.intoArray(sums, to);
        }
        // The last turn has no odd row; what it adds is dropped.
        from += r <= rows ? pitch : 0;
        FloatVector j0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector j1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector j2 = FloatVector.fromArray(SPECIES, band, from + c);
        FloatVector j3 = FloatVector.fromArray(SPECIES, band, from + b + c);
        FloatVector j4 = FloatVector.fromArray(SPECIES, band, from + 2 * c);
        s0 =
            j4.fma(
                w19,
                j3.fma(
                    w18,
                    j2.fma(
                        w17,
                        j1.fma(
                            w16,
                            j0.fma(
                                w15,
                                i4.fma(
                                    w14,
                                    i3.fma(w13, i2.fma(w12, i1.fma(w11, i0.fma(w10, s1))))))))));
        s1 =
            j4.fma(
                w9,
                j3.fma(
                    w8,
                    j2.fma(
                        w7,
                        j1.fma(
                            w6,
                            j0.fma(
                                w5,
                                i4.fma(
                                    w4, i3.fma(w3, i2.fma(w2, i1.fma(w1, i0.fma(w0, bias))))))))));
        from += pitch;
        to += outW;
      }
    }
  }
}
