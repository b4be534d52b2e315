package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of outputs of {@link ChannelDepthwise}: four outputs at once, so that an element of the
 * input is loaded once a row of the window. On a core of 103 GFLOP/s with its input in L1, JDK 17
 * and 25: 3 x 3 64 and 52 GFLOP/s, by stride 2 46 and 39; 5 x 5 66 and 55, by stride 2 62 and 56.
 */
final class ChannelDepthwiseRows {

  /** Outputs that are summed at once, and the fewest of a row. */
  static final int AT_ONCE = 4;

  private static final int THREE = 3;

  private ChannelDepthwiseRows() {}

  /** Whether there is a loop for a window so wide. */
  static boolean fit(int kernelW, int strideW) {
    return (kernelW == THREE || kernelW == 5) && (strideW == 1 || strideW == 2);
  }

  /**
   * Computes a row.
   *
   * @param at where the first output's window begins
   * @param rowStep elements from one row of the window to the next
   * @param rows of the window
   * @param weights of each out channel the bias, then the weights row by row
   * @param outputs at least {@link #AT_ONCE}
   */
  static void row(
      int kernelW,
      int strideW,
      float[] src,
      int at,
      int rowStep,
      int rows,
      float[] weights,
      int weightsAt,
      float[] dst,
      int to,
      int outputs) {
    if (kernelW == THREE) {
      if (strideW == 1) {
        three(src, at, rowStep, rows, weights, weightsAt, dst, to, outputs);
      } else {
        threeByTwo(src, at, rowStep, rows, weights, weightsAt, dst, to, outputs);
      }
    } else if (strideW == 1) {
      five(src, at, rowStep, rows, weights, weightsAt, dst, to, outputs);
    } else {
      fiveByTwo(src, at, rowStep, rows, weights, weightsAt, dst, to, outputs);
    }
  }

  /** Three columns of weights. */
  private static void three(
      float[] src,
      int at,
      int rowStep,
      int rows,
      float[] weights,
      int weightsAt,
      float[] dst,
      int to,
      int outputs) {
    for (int i = 0; i < outputs; i += AT_ONCE) {
      int x = Math.min(i, outputs - AT_ONCE) * LANES;
      FloatVector s0 = FloatVector.fromArray(SPECIES, weights, weightsAt);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int j = at + x;
      int w = weightsAt + LANES;
      for (int y = 0; y < rows; y++) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
        FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + LANES);
        FloatVector w2 = FloatVector.fromArray(SPECIES, weights, w + 2 * LANES);
        FloatVector x0 = FloatVector.fromArray(SPECIES, src, j);
        s0 = w0.fma(x0, s0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, src, j + LANES);
        s0 = w1.fma(x1, s0);
        s1 = w0.fma(x1, s1);
        FloatVector x2 = FloatVector.fromArray(SPECIES, src, j + 2 * LANES);
        s0 = w2.fma(x2, s0);
        s1 = w1.fma(x2, s1);
        s2 = w0.fma(x2, s2);
        FloatVector x3 = FloatVector.fromArray(SPECIES, src, j + 3 * LANES);
        s1 = w2.fma(x3, s1);
        s2 = w1.fma(x3, s2);
        s3 = w0.fma(x3, s3);
        FloatVector x4 = FloatVector.fromArray(SPECIES, src, j + 4 * LANES);
        s2 = w2.fma(x4, s2);
        s3 = w1.fma(x4, s3);
        FloatVector x5 = FloatVector.fromArray(SPECIES, src, j + 5 * LANES);
        s3 = w2.fma(x5, s3);
        j += rowStep;
        w += 3 * LANES;
      }
      int first = to + x;
      TYPE.cast(s0).intoArray(dst, first);
      TYPE.cast(s1).intoArray(dst, first + LANES);
      TYPE.cast(s2).intoArray(dst, first + 2 * LANES);
      TYPE.cast(s3).intoArray(dst, first + 3 * LANES);
    }
  }

  /** Three columns, two apart from one output to the next. */
  private static void threeByTwo(
      float[] src,
      int at,
      int rowStep,
      int rows,
      float[] weights,
      int weightsAt,
      float[] dst,
      int to,
      int outputs) {
    for (int i = 0; i < outputs; i += AT_ONCE) {
      int x = Math.min(i, outputs - AT_ONCE) * LANES;
      FloatVector s0 = FloatVector.fromArray(SPECIES, weights, weightsAt);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int j = at + x * 2;
      int w = weightsAt + LANES;
      for (int y = 0; y < rows; y++) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
        FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + LANES);
        FloatVector w2 = FloatVector.fromArray(SPECIES, weights, w + 2 * LANES);
        FloatVector x0 = FloatVector.fromArray(SPECIES, src, j);
        s0 = w0.fma(x0, s0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, src, j + LANES);
        s0 = w1.fma(x1, s0);
        FloatVector x2 = FloatVector.fromArray(SPECIES, src, j + 2 * LANES);
        s0 = w2.fma(x2, s0);
        s1 = w0.fma(x2, s1);
        FloatVector x3 = FloatVector.fromArray(SPECIES, src, j + 3 * LANES);
        s1 = w1.fma(x3, s1);
        FloatVector x4 = FloatVector.fromArray(SPECIES, src, j + 4 * LANES);
        s1 = w2.fma(x4, s1);
        s2 = w0.fma(x4, s2);
        FloatVector x5 = FloatVector.fromArray(SPECIES, src, j + 5 * LANES);
        s2 = w1.fma(x5, s2);
        FloatVector x6 = FloatVector.fromArray(SPECIES, src, j + 6 * LANES);
        s2 = w2.fma(x6, s2);
        s3 = w0.fma(x6, s3);
        FloatVector x7 = FloatVector.fromArray(SPECIES, src, j + 7 * LANES);
        s3 = w1.fma(x7, s3);
        FloatVector x8 = FloatVector.fromArray(SPECIES, src, j + 8 * LANES);
        s3 = w2.fma(x8, s3);
        j += rowStep;
        w += 3 * LANES;
      }
      int first = to + x;
      TYPE.cast(s0).intoArray(dst, first);
      TYPE.cast(s1).intoArray(dst, first + LANES);
      TYPE.cast(s2).intoArray(dst, first + 2 * LANES);
      TYPE.cast(s3).intoArray(dst, first + 3 * LANES);
    }
  }

  /** Five columns of weights. */
  private static void five(
      float[] src,
      int at,
      int rowStep,
      int rows,
      float[] weights,
      int weightsAt,
      float[] dst,
      int to,
      int outputs) {
    for (int i = 0; i < outputs; i += AT_ONCE) {
      int x = Math.min(i, outputs - AT_ONCE) * LANES;
      FloatVector s0 = FloatVector.fromArray(SPECIES, weights, weightsAt);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int j = at + x;
      int w = weightsAt + LANES;
      for (int y = 0; y < rows; y++) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
        FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + LANES);
        FloatVector w2 = FloatVector.fromArray(SPECIES, weights, w + 2 * LANES);
        FloatVector w3 = FloatVector.fromArray(SPECIES, weights, w + 3 * LANES);
        FloatVector w4 = FloatVector.fromArray(SPECIES, weights, w + 4 * LANES);
        FloatVector x0 = FloatVector.fromArray(SPECIES, src, j);
        s0 = w0.fma(x0, s0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, src, j + LANES);
        s0 = w1.fma(x1, s0);
        s1 = w0.fma(x1, s1);
        FloatVector x2 = FloatVector.fromArray(SPECIES, src, j + 2 * LANES);
        s0 = w2.fma(x2, s0);
        s1 = w1.fma(x2, s1);
        s2 = w0.fma(x2, s2);
        FloatVector x3 = FloatVector.fromArray(SPECIES, src, j + 3 * LANES);
        s0 = w3.fma(x3, s0);
        s1 = w2.fma(x3, s1);
        s2 = w1.fma(x3, s2);
        s3 = w0.fma(x3, s3);
        FloatVector x4 = FloatVector.fromArray(SPECIES, src, j + 4 * LANES);
        s0 = w4.fma(x4, s0);
        s1 = w3.fma(x4, s1);
        s2 = w2.fma(x4, s2);
        s3 = w1.fma(x4, s3);
        FloatVector x5 = FloatVector.fromArray(SPECIES, src, j + 5 * LANES);
        s1 = w4.fma(x5, s1);
        s2 = w3.fma(x5, s2);
        s3 = w2.fma(x5, s3);
        FloatVector x6 = FloatVector.fromArray(SPECIES, src, j + 6 * LANES);
        s2 = w4.fma(x6, s2);
        s3 = w3.fma(x6, s3);
        FloatVector x7 = FloatVector.fromArray(SPECIES, src, j + 7 * LANES);
        s3 = w4.fma(x7, s3);
        j += rowStep;
        w += 5 * LANES;
      }
      int first = to + x;
      TYPE.cast(s0).intoArray(dst, first);
      TYPE.cast(s1).intoArray(dst, first + LANES);
      TYPE.cast(s2).intoArray(dst, first + 2 * LANES);
      TYPE.cast(s3).intoArray(dst, first + 3 * LANES);
    }
  }

  /** Five columns, two apart from one output to the next. */
  private static void fiveByTwo(
      float[] src,
      int at,
      int rowStep,
      int rows,
      float[] weights,
      int weightsAt,
      float[] dst,
      int to,
      int outputs) {
    for (int i = 0; i < outputs; i += AT_ONCE) {
      int x = Math.min(i, outputs - AT_ONCE) * LANES;
      FloatVector s0 = FloatVector.fromArray(SPECIES, weights, weightsAt);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int j = at + x * 2;
      int w = weightsAt + LANES;
      for (int y = 0; y < rows; y++) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
        FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + LANES);
        FloatVector w2 = FloatVector.fromArray(SPECIES, weights, w + 2 * LANES);
        FloatVector w3 = FloatVector.fromArray(SPECIES, weights, w + 3 * LANES);
        FloatVector w4 = FloatVector.fromArray(SPECIES, weights, w + 4 * LANES);
        FloatVector x0 = FloatVector.fromArray(SPECIES, src, j);
        s0 = w0.fma(x0, s0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, src, j + LANES);
        s0 = w1.fma(x1, s0);
        FloatVector x2 = FloatVector.fromArray(SPECIES, src, j + 2 * LANES);
        s0 = w2.fma(x2, s0);
        s1 = w0.fma(x2, s1);
        FloatVector x3 = FloatVector.fromArray(SPECIES, src, j + 3 * LANES);
        s0 = w3.fma(x3, s0);
        s1 = w1.fma(x3, s1);
        FloatVector x4 = FloatVector.fromArray(SPECIES, src, j + 4 * LANES);
        s0 = w4.fma(x4, s0);
        s1 = w2.fma(x4, s1);
        s2 = w0.fma(x4, s2);
        FloatVector x5 = FloatVector.fromArray(SPECIES, src, j + 5 * LANES);
        s1 = w3.fma(x5, s1);
        s2 = w1.fma(x5, s2);
        FloatVector x6 = FloatVector.fromArray(SPECIES, src, j + 6 * LANES);
        s1 = w4.fma(x6, s1);
        s2 = w2.fma(x6, s2);
        s3 = w0.fma(x6, s3);
        FloatVector x7 = FloatVector.fromArray(SPECIES, src, j + 7 * LANES);
        s2 = w3.fma(x7, s2);
        s3 = w1.fma(x7, s3);
        FloatVector x8 = FloatVector.fromArray(SPECIES, src, j + 8 * LANES);
        s2 = w4.fma(x8, s2);
        s3 = w2.fma(x8, s3);
        FloatVector x9 = FloatVector.fromArray(SPECIES, src, j + 9 * LANES);
        s3 = w3.fma(x9, s3);
        FloatVector x10 = FloatVector.fromArray(SPECIES, src, j + 10 * LANES);
        s3 = w4.fma(x10, s3);
        j += rowStep;
        w += 5 * LANES;
      }
      int first = to + x;
      TYPE.cast(s0).intoArray(dst, first);
      TYPE.cast(s1).intoArray(dst, first + LANES);
      TYPE.cast(s2).intoArray(dst, first + 2 * LANES);
      TYPE.cast(s3).intoArray(dst, first + 3 * LANES);
    }
  }
}
