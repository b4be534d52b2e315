package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;

/**
 * The weights of a 3 x 3 convolution as F(4, 3) multiplies them: G · g · Gᵀ, for each of the 36
 * positions of a tile a matrix out x in (Lavin and Gray, "Fast Algorithms for Convolutional Neural
 * Networks", points 0, ±1, ±2 and infinity).
 */
final class WinogradWeights {

  /** Rows and columns of the input that a tile reads. */
  static final int IN = 6;

  /** Rows and columns of the output that a tile computes. */
  static final int OUT = 4;

  /** Products of a tile. */
  static final int POSITIONS = IN * IN;

  private static final int KERNEL = 3;

  /** At this position the output transform has a one for every output. */
  private static final int BIAS_POSITION = IN + 1;

  private static final double[][] G = {
    {1 / 4d, 0, 0},
    {-1 / 6d, -1 / 6d, -1 / 6d},
    {-1 / 6d, 1 / 6d, -1 / 6d},
    {1 / 24d, 1 / 12d, 1 / 6d},
    {1 / 24d, -1 / 12d, 1 / 6d},
    {0, 0, 1}
  };

  /** G of F(2, 3), points 0, ±1 and infinity. */
  private static final double[][] SMALL_G = {
    {1, 0, 0}, {1 / 2d, 1 / 2d, 1 / 2d}, {1 / 2d, -1 / 2d, 1 / 2d}, {0, 0, 1}
  };

  /** G of F(6, 3). */
  private static final double[][] LARGE_G = {
    {1, 0, 0},
    {-2 / 9d, -2 / 9d, -2 / 9d},
    {-2 / 9d, 2 / 9d, -2 / 9d},
    {1 / 90d, 1 / 45d, 2 / 45d},
    {1 / 90d, -1 / 45d, 2 / 45d},
    {1 / 45d, 1 / 90d, 1 / 180d},
    {1 / 45d, -1 / 90d, 1 / 180d},
    {0, 0, 1}
  };

  /** The rows of G as whole numbers: 4, −6, −6, 24, 24 and 1 times as large. */
  private static final double[][] WHOLE_G = {
    {1, 0, 0}, {1, 1, 1}, {1, -1, 1}, {1, 2, 4}, {1, -2, 4}, {0, 0, 1}
  };

  private WinogradWeights() {}

  /**
   * Transforms all weights, in doubles because it happens once.
   *
   * @param bias a value an out channel, or null for none
   */
  static PackedRows[] pack(ConvolutionShape shape, float[] weights, float[] bias) {
    PackedRows[] packed = new PackedRows[POSITIONS];
    for (int position = 0; position < POSITIONS; position++) {
      float[] matrix = matrix(weights, position, G);
      float[] start = position == BIAS_POSITION ? bias : null;
      packed[position] =
          PackedRows.of(shape.outChannels(), shape.inChannels(), matrix, 0, start, 0);
    }
    return packed;
  }

  /**
   * Transforms all weights of tiles of {@code out} rows and columns, a column an out channel.
   *
   * @param out 2 or 4
   */
  static PackedColumns[] packTurned(ConvolutionShape shape, int out, float[] weights) {
    int in = shape.inChannels();
    double[][] g = out == OUT ? G : SMALL_G;
    PackedColumns[] packed = new PackedColumns[g.length * g.length];
    for (int position = 0; position < packed.length; position++) {
      float[] matrix = matrix(weights, position, g);
      packed[position] = PackedColumns.of(in, shape.outChannels(), matrix, 0, 1, in);
    }
    return packed;
  }

  /**
   * Transforms all weights of tiles of {@code out} rows and columns for products whose lanes are
   * out channels.
   *
   * @param out 2, 4 or 6
   * @param bias a value an out channel, or null for none
   */
  static ChannelMatrix[] packChannels(
      ConvolutionShape shape, int out, float[] weights, float[] bias) {
    double[][] g = out == OUT ? G : out > OUT ? LARGE_G : SMALL_G;
    ChannelMatrix[] packed = new ChannelMatrix[g.length * g.length];
    for (int position = 0; position < packed.length; position++) {
      float[] matrix = matrix(weights, position, g);
      float[] start = position == g.length + 1 ? bias : null;
      packed[position] = new ChannelMatrix(shape.inChannels(), shape.outChannels(), matrix, start);
    }
    return packed;
  }

  /** The matrix of a position, out x in, of whole weights as {@link WinogradWholes} has them. */
  static float[] wholes(float[] weights, int position) {
    return matrix(weights, position, WHOLE_G);
  }

  private static float[] matrix(float[] weights, int position, double[][] g) {
    float[] matrix = new float[weights.length / (KERNEL * KERNEL)];
    for (int i = 0; i < matrix.length; i++) {
      double[] vertical = g[position / g.length];
      double[] horizontal = g[position % g.length];
      matrix[i] = (float) product(weights, i * KERNEL * KERNEL, vertical, horizontal);
    }
    return matrix;
  }

  private static double product(float[] weights, int at, double[] vertical, double[] horizontal) {
    double sum = 0;
    for (int y = 0; y < KERNEL; y++) {
      for (int x = 0; x < KERNEL; x++) {
        sum += vertical[y] * horizontal[x] * weights[at + y * KERNEL + x];
      }
    }
    return sum;
  }
}
