package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of 3 x 3 over one channel, a vector of columns at a time from the top down: an input row
 * is loaded once and added to the sums of all output rows that it meets. What a load finds outside
 * the image is made 0.
 *
 * <p>Sums that a loop carries are arguments of the vector methods, never receivers.
 */
final class DepthwiseThree {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private DepthwiseThree() {}

  /**
   * Sums with a stride of 1.
   *
   * @param at index of the first window's first element, with padding
   * @param pitch from an input row to the next
   * @param inside for each column of the padded image all bits or none
   * @param first input row, counted from {@code at}, of those inside the image
   * @param end the row after the last one
   * @param sums rows of that width, behind which up to a vector minus one element is written
   */
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
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < width; column += LANES) {
      int x = Math.max(0, Math.min(column, width - LANES));
      IntVector m0 = IntVector.fromArray(INTS, inside, x);
      IntVector m1 = IntVector.fromArray(INTS, inside, x + 1);
      IntVector m2 = IntVector.fromArray(INTS, inside, x + 2);
      FloatVector s0 = bias;
      FloatVector s1 = bias;
      int to = sumsAt + (first - 2) * width + x;
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
        FloatVector done = i2.fma(w8, i1.fma(w7, i0.fma(w6, s0)));
        s0 = i2.fma(w5, i1.fma(w4, i0.fma(w3, s1)));
        s1 = i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)));
        if (r >= 2) {
          done.intoArray(sums, to);
        }
        to += width;
      }
      for (int r = end; r < rows + 2; r++) {
        if (r >= 2) {
          FloatVector.broadcast(SPECIES, 0f).add(s0).intoArray(sums, to);
        }
        s0 = s1;
        s1 = bias;
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
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < width; column += LANES) {
      int x = Math.max(0, Math.min(column, width - LANES));
      IntVector m0 = IntVector.fromArray(INTS, inside, x);
      IntVector m1 = IntVector.fromArray(INTS, inside, x + 1);
      IntVector m2 = IntVector.fromArray(INTS, inside, x + 2);
      FloatVector s0 = bias;
      int to = sumsAt - width + x;
      for (int r = 0; r < rows + 1; r++) {
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
          FloatVector done = i2.fma(w8, i1.fma(w7, i0.fma(w6, s0)));
          s0 = i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)));
          if (r >= 1) {
            done.intoArray(sums, to);
          }
        } else {
          if (r >= 1) {
            FloatVector.broadcast(SPECIES, 0f).add(s0).intoArray(sums, to);
          }
          s0 = bias;
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
          s0 = j2.fma(w5, j1.fma(w4, j0.fma(w3, s0)));
        }
        to += width;
      }
    }
  }
}
