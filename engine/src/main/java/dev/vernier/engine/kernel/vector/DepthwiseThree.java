package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Windows of 3 x 3 over one channel of {@link DepthwiseRows}, a vector of columns at a time from
 * the top down: a row is loaded once and added to the sums of all output rows that it meets.
 *
 * <p>Sums that a loop carries are arguments of the vector methods, never receivers.
 */
final class DepthwiseThree {
  private DepthwiseThree() {}

  /**
   * Sums with a vertical stride of 1.
   *
   * @param at row 0 of the band
   * @param b from the first column of the window to the second
   * @param c from the first column of the window to the third
   * @param first row of the band, of which those before add nothing
   * @param end row of the band, as those from here on
   * @param sums rows of outW elements, to which up to a vector minus one element is added
   */
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
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < outW; column += LANES) {
      int x = Math.max(0, Math.min(column, outW - LANES));
      FloatVector above = bias;
      FloatVector here = bias;
      int to = sumsAt + (first - 2) * outW + x;
      for (int r = first; r < end; r++) {
        int from = at + r * pitch + x;
        FloatVector i0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector i1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector i2 = FloatVector.fromArray(SPECIES, band, from + c);
        FloatVector done = i2.fma(w8, i1.fma(w7, i0.fma(w6, above)));
        above = i2.fma(w5, i1.fma(w4, i0.fma(w3, here)));
        here = i2.fma(w2, i1.fma(w1, i0.fma(w0, bias)));
        if (r >= 2) {
          done.intoArray(sums, to);
        }
        to += outW;
      }
      for (int r = end; r < rows + 2; r++) {
        if (r >= 2) {
          FloatVector.broadcast(SPECIES, 0f).add(above).intoArray(sums, to);
        }
        above = here;
        here = bias;
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
    FloatVector bias = FloatVector.broadcast(SPECIES, start);
    for (int column = 0; column < outW; column += LANES) {
      int x = Math.max(0, Math.min(column, outW - LANES));
      int from = at + x;
      FloatVector sum =
          FloatVector.fromArray(SPECIES, band, from + c)
              .fma(
                  w2,
                  FloatVector.fromArray(SPECIES, band, from + b)
                      .fma(w1, FloatVector.fromArray(SPECIES, band, from).fma(w0, bias)));
      int to = sumsAt + x;
      for (int r = 0; r < rows; r++) {
        from += pitch;
        FloatVector i0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector i1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector i2 = FloatVector.fromArray(SPECIES, band, from + c);
        FloatVector two = i2.fma(w5, i1.fma(w4, i0.fma(w3, sum)));
        from += pitch;
        FloatVector j0 = FloatVector.fromArray(SPECIES, band, from);
        FloatVector j1 = FloatVector.fromArray(SPECIES, band, from + b);
        FloatVector j2 = FloatVector.fromArray(SPECIES, band, from + c);
        j2.fma(w8, j1.fma(w7, j0.fma(w6, two))).intoArray(sums, to);
        sum = j2.fma(w2, j1.fma(w1, j0.fma(w0, bias)));
        to += outW;
      }
    }
  }
}
