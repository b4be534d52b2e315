package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;

/** Which tiles {@link ChannelWinograd} takes for an image, by a count of cycles. */
final class ChannelTiles {
  private static final int SMALL = WinogradWeights.OUT;
  private static final int LARGE = 6;

  /** Fewer tiles are too few rows for the products. */
  private static final int FEWEST = 8;

  /** Cycles a vector of products takes, loads and stores included. */
  private static final double PRODUCT = 1.12;

  /** Cycles to transform a tile of a vector of channels, in and out. */
  private static final double SMALL_IN = 440;

  private static final double SMALL_OUT = 360;
  private static final double LARGE_IN = 840;
  private static final double LARGE_OUT = 900;

  /** Cycles to transpose the pixels of a vector of channels, each. */
  private static final double TRANSPOSE = 18;

  /** Cycles to read a weight of a transformed matrix, once a run. */
  private static final double WEIGHT = 0.18;

  private ChannelTiles() {}

  /** Whether there is any way with channels in the lanes. */
  static boolean fits(ConvolutionShape shape) {
    return LANES == ChannelLanes.SIDE
        && shape.inChannels() % LANES == 0
        && shape.outChannels() % LANES == 0
        && VectorWinograd.fits(shape);
  }

  /**
   * Rows and columns of the tiles that are fastest for an output; 0 if the direct way is.
   *
   * @param transposed how many of the two, input and output, do not have channels side by side
   */
  static int of(ConvolutionShape shape, int outW, int outH, int transposed) {
    if (!fits(shape) || tiles(SMALL, outW, outH) < FEWEST) {
      return 0;
    }
    double vectors = vectors(shape);
    double pixels = (double) outW * outH;
    double direct = 9 * shape.inChannels() * (shape.outChannels() / LANES) * PRODUCT * pixels;
    double transpose = TRANSPOSE * pixels * vectors * transposed / 2;
    double small = cycles(shape, SMALL, outW, outH, SMALL_IN, SMALL_OUT);
    double large = cycles(shape, LARGE, outW, outH, LARGE_IN, LARGE_OUT);
    double best = Math.min(small, large) + transpose;
    if (best > direct) {
      return 0;
    }
    return large < small ? LARGE : SMALL;
  }

  private static double vectors(ConvolutionShape shape) {
    return (shape.inChannels() + shape.outChannels()) / (double) LANES;
  }

  private static double cycles(
      ConvolutionShape shape, int out, int outW, int outH, double in, double back) {
    int tiles = tiles(out, outW, outH);
    if (tiles < FEWEST) {
      return Double.POSITIVE_INFINITY;
    }
    double weights =
        (double) (out + 2) * (out + 2) * shape.inChannels() * (shape.outChannels() / LANES);
    double transforms =
        tiles * (in * shape.inChannels() + back * shape.outChannels()) / (double) LANES;
    return weights * (PRODUCT * ChannelTile.computedRows(tiles) + WEIGHT * LANES) + transforms;
  }

  private static int tiles(int out, int outW, int outH) {
    return (outW + out - 1) / out * ((outH + out - 1) / out);
  }
}
