package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * The weights of out channels by in channels as {@link ChannelTile} reads them: panels of up to
 * three vectors of out channels, in each a row an in channel.
 */
final class ChannelMatrix {
  private final int in;
  private final int out;
  private final float[] values;
  private final float[] start;

  /**
   * Packs a matrix.
   *
   * @param weights out × in, in row-major order
   * @param bias a value an out channel, or null for none
   */
  ChannelMatrix(int in, int out, float[] weights, float[] bias) {
    this.in = in;
    this.out = out;
    this.values = new float[Math.multiplyExact(in, out)];
    this.start = bias == null ? new float[out] : bias.clone();
    int to = 0;
    int width;
    for (int first = 0; first < out; first += width) {
      width = ChannelTile.panel((out - first) / LANES) * LANES;
      for (int q = 0; q < in; q++) {
        for (int o = first; o < first + width; o++) {
          values[to++] = weights[o * in + q];
        }
      }
    }
  }

  /** Where the in channels of a row lie, one vector of them and the next so far apart. */
  static int[] steps(int in, int vectorStep) {
    int[] steps = new int[in];
    for (int q = 0; q < in; q++) {
      int vector = q / LANES;
      steps[q] = vector * vectorStep + q - ChannelLanes.first(in, vector);
    }
    return steps;
  }

  /**
   * C = bias + A·B.
   *
   * @param aSteps as {@link #steps} has them
   * @param c ldc elements from one vector of out channels to the next
   */
  void multiply(int rows, float[] a, int aAt, int[] aSteps, float[] c, int cAt, int ldc) {
    multiply(1, rows, a, aAt, 0, aSteps, c, cAt, 0, ldc);
  }

  /**
   * The same of several matrices A, so that a panel of weights serves all of them.
   *
   * @param aNext elements from one A to the next
   * @param cNext elements from one C to the next
   */
  void multiply(
      int count,
      int rows,
      float[] a,
      int aAt,
      int aNext,
      int[] aSteps,
      float[] c,
      int cAt,
      int cNext,
      int ldc) {
    int vectors;
    for (int first = 0; first < out; first += vectors * LANES) {
      vectors = ChannelTile.panel((out - first) / LANES);
      int b = first * in;
      int to = cAt + first / LANES * ldc;
      for (int i = 0; i < count; i++) {
        int from = aAt + i * aNext;
        ChannelTile.multiply(
            rows, vectors, in, a, from, aSteps, values, b, start, first, c, to + i * cNext, ldc);
      }
    }
  }
}
