package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Windows of 5 x 5, otherwise as {@link DepthwiseThree}. */
final class DepthwiseFive {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private DepthwiseFive() {}

  /** Sums with a stride of 1. */
  static void everyRow(
      float[] src,
      int at,
      int pitch,
      int[] inside,
      int first,
      int end,
      float[] weights,
      int weight,
      float start,
      float[] sums,
      int sumsAt,
      int width,
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
    for (int column = 0; column < width; column += LANES) {
      int x = Math.max(0, Math.min(column, width - LANES));
      IntVector m0 = IntVector.fromArray(INTS, inside, x);
      IntVector m1 = IntVector.fromArray(INTS, inside, x + 1);
      IntVector m2 = IntVector.fromArray(INTS, inside, x + 2);
      IntVector m3 = IntVector.fromArray(INTS, inside, x + 3);
      IntVector m4 = IntVector.fromArray(INTS, inside, x + 4);
      FloatVector s0 = bias;
      FloatVector s1 = bias;
      FloatVector s2 = bias;
      FloatVector s3 = bias;
      int to = sumsAt + (first - 4) * width + x;
      for (int r = first; r < end; r++) {
        int from = at + r * pitch + x;
        FloatVector i0 =
            TYPE.cast(
                INT_TYPE
                    .cast(FloatVector.fromArray(SPECIES, src, from).reinterpretAsInts())
                    .and(m0)
                    .reinterpretAsFloats());
        FloatVector i1 =
            TYPE.cast(
                INT_TYPE
                    .cast(FloatVector.fromArray(SPECIES, src, from + 1).reinterpretAsInts())
                    .and(m1)
                    .reinterpretAsFloats());
        FloatVector i2 =
            TYPE.cast(
                INT_TYPE
                    .cast(FloatVector.fromArray(SPECIES, src, from + 2).reinterpretAsInts())
                    .and(m2)
                    .reinterpretAsFloats());
        FloatVector i3 =
            TYPE.cast(
                INT_TYPE
                    .cast(FloatVector.fromArray(SPECIES, src, from + 3).reinterpretAsInts())
                    .and(m3)
                    .reinterpretAsFloats());
        FloatVector i4 =
            TYPE.cast(
                INT_TYPE
                    .cast(FloatVector.fromArray(SPECIES, src, from + 4).reinterpretAsInts())
                    .and(m4)
                    .reinterpretAsFloats());
        FloatVector done = i4.fma(w24, i3.fma(w23, i2.fma(w22, i1.fma(w21, i0.fma(w20, s0)))));
        s0 = i4.fma(w19, i3.fma(w18, i2.fma(w17, i1.fma(w16, i0.fma(w15, s1)))));
        s1 = i4.fma(w14, i3.fma(w13, i2.fma(w12, i1.fma(w11, i0.fma(w10, s2)))));
        s2 = i4.fma(w9, i3.fma(w8, i2.fma(w7, i1.fma(w6, i0.fma(w5, s3)))));
        s3 = i4.fma(w4, i3.fma(w3, i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)))));
        if (r >= 4) {
          done.intoArray(sums, to);
        }
        to += width;
      }
      for (int r = end; r < rows + 4; r++) {
        if (r >= 4) {
          FloatVector.broadcast(SPECIES, 0f).add(s0).intoArray(sums, to);
        }
        s0 = s1;
        s1 = s2;
        s2 = s3;
        s3 = bias;
        to += width;
      }
    }
  }

  /** The same with a vertical stride of 2. */
  static void everySecondRow(
      float[] src,
      int at,
      int pitch,
      int[] inside,
      int first,
      int end,
      float[] weights,
      int weight,
      float start,
      float[] sums,
      int sumsAt,
      int width,
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
    for (int column = 0; column < width; column += LANES) {
      int x = Math.max(0, Math.min(column, width - LANES));
      IntVector m0 = IntVector.fromArray(INTS, inside, x);
      IntVector m1 = IntVector.fromArray(INTS, inside, x + 1);
      IntVector m2 = IntVector.fromArray(INTS, inside, x + 2);
      IntVector m3 = IntVector.fromArray(INTS, inside, x + 3);
      IntVector m4 = IntVector.fromArray(INTS, inside, x + 4);
      FloatVector s0 = bias;
      FloatVector s1 = bias;
      int to = sumsAt - 2 * width + x;
      for (int r = 0; r < rows + 2; r++) {
        int from = at + 2 * r * pitch + x;
        if (2 * r >= first && 2 * r < end) {
          FloatVector i0 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from).reinterpretAsInts())
                      .and(m0)
                      .reinterpretAsFloats());
          FloatVector i1 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 1).reinterpretAsInts())
                      .and(m1)
                      .reinterpretAsFloats());
          FloatVector i2 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 2).reinterpretAsInts())
                      .and(m2)
                      .reinterpretAsFloats());
          FloatVector i3 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 3).reinterpretAsInts())
                      .and(m3)
                      .reinterpretAsFloats());
          FloatVector i4 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 4).reinterpretAsInts())
                      .and(m4)
                      .reinterpretAsFloats());
          FloatVector done = i4.fma(w24, i3.fma(w23, i2.fma(w22, i1.fma(w21, i0.fma(w20, s0)))));
          s0 = i4.fma(w14, i3.fma(w13, i2.fma(w12, i1.fma(w11, i0.fma(w10, s1)))));
          s1 = i4.fma(w4, i3.fma(w3, i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)))));
          if (r >= 2) {
            done.intoArray(sums, to);
          }
        } else {
          if (r >= 2) {
            FloatVector.broadcast(SPECIES, 0f).add(s0).intoArray(sums, to);
          }
          s0 = s1;
          s1 = bias;
        }
        if (2 * r + 1 >= first && 2 * r + 1 < end) {
          from += pitch;
          FloatVector j0 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from).reinterpretAsInts())
                      .and(m0)
                      .reinterpretAsFloats());
          FloatVector j1 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 1).reinterpretAsInts())
                      .and(m1)
                      .reinterpretAsFloats());
          FloatVector j2 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 2).reinterpretAsInts())
                      .and(m2)
                      .reinterpretAsFloats());
          FloatVector j3 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 3).reinterpretAsInts())
                      .and(m3)
                      .reinterpretAsFloats());
          FloatVector j4 =
              TYPE.cast(
                  INT_TYPE
                      .cast(FloatVector.fromArray(SPECIES, src, from + 4).reinterpretAsInts())
                      .and(m4)
                      .reinterpretAsFloats());
          s0 = j4.fma(w19, j3.fma(w18, j2.fma(w17, j1.fma(w16, j0.fma(w15, s0)))));
          s1 = j4.fma(w9, j3.fma(w8, j2.fma(w7, j1.fma(w6, j0.fma(w5, s1)))));
        }
        to += width;
      }
    }
  }
}
