package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * A 3 x 3 convolution of stride 1 by Winograd's F(4, 3): 36 products for 16 outputs, where {@link
 * VectorConvolution} takes 144.
 */
final class VectorWinograd implements ConvolutionKernel {
  /** Elements of a row of tiles, which a band holds at least, times four: 64 MiB. */
  private static final long MOST_OF_A_ROW = 1L << 26;

  /** What transforming a vector of tiles of a channel takes, in products of a vector. */
  private static final double VECTOR_OF_TILES = 800;

  /** What dealing out or dealing back a row of a channel takes besides. */
  private static final double ROW = 50;

  /** What a product of a single vector of tiles takes: its sums are too few to hide the waiting. */
  private static final double SINGLE = 1.7;

  /** It must promise to save so much. */
  private static final double MARGIN = 0.9;

  private final WinogradMatrices matrices;
  private final WinogradProduct product;

  VectorWinograd(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.matrices =
        new WinogradReals(shape.inChannels(), WinogradWeights.pack(shape, weights, bias));
    this.product = new WinogradProduct(shape, matrices, TileFinish.of(activation));
  }

  WinogradMatrices matrices() {
    return matrices;
  }

  /** Whether F(4, 3) computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return shape.kernelW() == 3
        && shape.kernelH() == 3
        && shape.strideW() == 1
        && shape.strideH() == 1
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.groups() == 1
        && shape.inChannels() <= PackedRows.STEPS;
  }

  /**
   * Whether it beats the direct products, by their number and by what the transforms take, in
   * products.
   */
  static boolean isFaster(ConvolutionShape shape, int outW, int outH) {
    return fits(shape) && ratio(shape, outW, outH, SINGLE) < MARGIN;
  }

  /**
   * What it takes as a share of the direct products; infinite where a row takes too much memory.
   *
   * @param single what a product of a single vector of tiles takes
   */
  static double ratio(ConvolutionShape shape, int outW, int outH, double single) {
    int channels = Math.max(shape.inChannels(), shape.outChannels());
    if ((long) POSITIONS * channels * outW > MOST_OF_A_ROW) {
      return Double.POSITIVE_INFINITY;
    }
    double weights = (double) shape.inChannels() * shape.outChannels();
    double direct = 9 * weights * vectors((outW + 2L) * outH);
    int tilesX = (outW + OUT - 1) / OUT;
    int tilesY = (outH + OUT - 1) / OUT;
    long vectors = vectors((long) tilesX * tilesY);
    double products = POSITIONS * weights * (vectors == 1 ? single : vectors);
    double transforms =
        (shape.inChannels() + shape.outChannels()) * (VECTOR_OF_TILES * vectors + ROW * outH);
    return (products + transforms) / direct;
  }

  private static long vectors(long elements) {
    return (elements + Tile.LANES - 1) / Tile.LANES;
  }

  @Override
  public void run(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int outH,
      Scratch scratch) {
    RowCopy rows = RowCopy.own(src, scratch);
    Int8Blob out = Int8Blob.own(dst, scratch);
    product.run(rows, w, h, padLeft, padTop, padValue, out, outW, outH, scratch);
  }
}
