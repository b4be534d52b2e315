package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;

/** {@link VectorWinograd} over whole numbers, exact for sums of products within 2²⁴. */
final class VectorInt8Winograd implements Int8ConvolutionKernel {
  /** See {@link VectorWinograd#ratio}. */
  private static final double SINGLE = 1.3;

  /** Products that summing squares takes as long as. */
  private static final double SQUARES = 3;

  /** Fewer tiles that share a weight, and loading all of them decides. */
  private static final int FEWEST_TILES = 8;

  private final float bottomScale;
  private final WinogradProduct product;

  VectorInt8Winograd(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.bottomScale = scaling.bottomScale();
    int outputs = shape.outChannels();
    this.product =
        new WinogradProduct(
            shape, new WinogradWholes(shape, weights), TileFinish.of(scaling, 0, outputs, outputs));
  }

  /**
   * Whether it beats the direct products.
   *
   * @param share what those take as a share of products in floats
   */
  static boolean isFaster(ConvolutionShape shape, int outW, int outH, double share) {
    long tiles = (outW + OUT - 1L) / OUT * ((outH + OUT - 1) / OUT);
    return VectorWinograd.fits(shape)
        && tiles >= FEWEST_TILES
        && VectorWinograd.ratio(shape, outW, outH, SINGLE) * (1 + SQUARES / shape.outChannels())
            < share;
  }

  @Override
  public void run(
      Int8Blob src,
      int w,
      int h,
      int padLeft,
      int padTop,
      byte padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    RowSource rows = new Int8Rows(src, bottomScale, w, h, scratch);
    product.run(rows, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
  }
}
