package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;

/** Which tiles {@link ChannelWinograd} takes for an image, by a count of cycles. */
final class ChannelTiles {

  private static final boolean NARROW = ChannelLanes.NARROW;

  /**
   * Rows and columns of the tiles there are. With 16 registers F(6, 3) is spilled: its transforms
   * take three times those of F(4, 3), which was faster for all images.
   */
  private static final int[] OUT = NARROW ? new int[] {2, 4} : new int[] {2, 4, 6};

  /** Cycles to transform a tile of a vector of channels, in and out. */
  private static final double[] CYCLES_IN =
      NARROW ? new double[] {130, 380} : new double[] {200, 440, 840};

  private static final double[] CYCLES_OUT =
      NARROW ? new double[] {80, 210} : new double[] {150, 360, 900};

  /** Fewer tiles are too few rows for the products. */
  private static final int FEWEST = 8;

  /**
   * Cycles a vector of products takes, loads and stores included; 8 lanes multiply twice in one.
   */
  private static final double PRODUCT = NARROW ? 0.58 : 1.12;

  /** Cycles to transpose the pixels of a vector of channels, each. */
  private static final double TRANSPOSE = NARROW ? 13 : 18;

  /** Cycles to read a weight of a transformed matrix, once a run: most lie in no cache any more. */
  private static final double WEIGHT = 0.4;

  private ChannelTiles() {}

  /** Whether there is any way with channels in the lanes. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelDirect.fits(shape)
        && VectorWinograd.fits(shape)
        && shape.inChannels() % LANES == 0;
  }

  /**
   * Rows and columns of the tiles that are fastest for an output; 0 if the direct way is.
   *
   * @param transposed how many of the two, input and output, do not have channels side by side
   */
  static int of(ConvolutionShape shape, int outW, int outH, int transposed) {
    if (!fits(shape)) {
      return 0;
    }
    double vectors = (shape.inChannels() + shape.outChannels()) / (double) LANES;
    double pixels = (double) outW * outH;
    double weights = (double) shape.inChannels() * shape.outChannels() / LANES;
    double least = 9 * weights * PRODUCT * pixels - TRANSPOSE * pixels * vectors * transposed / 2;
    int best = 0;
    for (int i = 0; i < OUT.length; i++) {
      int tiles = (outW + OUT[i] - 1) / OUT[i] * ((outH + OUT[i] - 1) / OUT[i]);
      int positions = (OUT[i] + 2) * (OUT[i] + 2);
      double products = PRODUCT * ChannelTile.computedRows(tiles) + WEIGHT * LANES;
      double transforms = CYCLES_IN[i] * shape.inChannels() + CYCLES_OUT[i] * shape.outChannels();
      double cycles = positions * weights * products + tiles * transforms / LANES;
      if (tiles >= FEWEST && cycles < least) {
        best = OUT[i];
        least = cycles;
      }
    }
    return best;
  }
}
