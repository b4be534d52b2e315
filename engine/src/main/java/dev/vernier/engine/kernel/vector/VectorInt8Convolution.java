package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;

/**
 * {@link VectorConvolution} over whole numbers: what is copied for a tile is quantised on the way,
 * and a tile's sums are scaled and activated before they leave L1, so that no pass over the input
 * or the output is added. Sums are taken in 16 bits where that pays ({@link PairRows}), otherwise
 * in floats.
 */
final class VectorInt8Convolution implements Int8ConvolutionKernel {
  private final ConvolutionShape shape;
  private final Int8Scaling scaling;
  private final byte[] weights;
  private final WindowWeights[] groups;
  private final TileFinish[] finishes;
  private final WindowProduct windows;

  private final Int8Pointwise pointwise;

  /** What direct products take as a share of those in floats. */
  private final double share;

  /** Made when first needed, because it packs the weights once more; benign if made twice. */
  private volatile VectorFewPixels fewPixels;

  /** Likewise; its weights take sixteen times the memory. */
  private volatile VectorInt8Winograd winograd;

  VectorInt8Convolution(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.shape = shape;
    this.scaling = scaling;
    this.weights = weights;
    int rows = shape.outChannels() / shape.groups();
    int k = shape.weightsPerOutput();
    PairRows[] pairs = pairs(rows, k);
    this.groups = pairs == null ? packed(rows, k) : pairs;
    this.share = pairs == null ? 1 : pairs[0].share();
    this.finishes = new TileFinish[shape.groups()];
    int padded = pairs == null ? PackedRows.paddedRows(rows) : PairRows.paddedRows(rows);
    for (int g = 0; g < finishes.length; g++) {
      finishes[g] = TileFinish.of(scaling, g * rows, rows, padded);
    }
    this.windows = new WindowProduct(shape, groups, finishes, Activation.NONE);
    this.pointwise =
        WindowProduct.isPointwise(shape) ? new Int8Pointwise(shape, groups, finishes) : null;
  }

  /** The weights in pairs, null where floats are as fast. */
  private PairRows[] pairs(int rows, int k) {
    int inChannels = shape.inChannels() / shape.groups();
    if (!PairRows.isSupported()) {
      return null;
    }
    PairRows[] pairs = new PairRows[shape.groups()];
    for (int g = 0; g < pairs.length; g++) {
      pairs[g] = PairRows.of(rows, k, weights, g * rows * k, rows * k / inChannels);
      if (pairs[g] == null) {
        return null;
      }
    }
    return pairs;
  }

  private PackedRows[] packed(int rows, int k) {
    float[] wholes = VectorInt8.widened(weights);
    PackedRows[] packed = new PackedRows[shape.groups()];
    int window = shape.kernelW() * shape.kernelH();
    for (int g = 0; g < packed.length; g++) {
      packed[g] = PackedRows.of(rows, k, window, wholes, g * rows * k, null, 0);
    }
    return packed;
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
    int pixels = outW * outH;
    Int8Rows source = new Int8Rows(src, scaling.bottomScale(), w, h, scratch);
    if (pixels <= VectorFewPixels.PIXELS && groups.length == 1) {
      float[] wholes = source.all(shape.inChannels());
      fewPixels().run(wholes, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (VectorInt8Winograd.isFaster(shape, outW, outH, share)) {
      winograd().run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (pointwise != null && padLeft == 0 && padTop == 0 && outW == w && outH == h) {
      WindowProduct.splitPixels(
          pixels,
          groups[0].columns(),
          scratch,
          (first, end, own) -> pointwise.run(source.of(own), dst, pixels, first, end, own));
    } else {
      ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
      windows.run(phases, source, dst, outW, outH, scratch);
    }
  }

  private VectorFewPixels fewPixels() {
    VectorFewPixels kernel = fewPixels;
    if (kernel == null) {
      kernel = new VectorFewPixels(shape, weights, scaling);
      fewPixels = kernel;
    }
    return kernel;
  }

  private VectorInt8Winograd winograd() {
    VectorInt8Winograd kernel = winograd;
    if (kernel == null) {
      kernel = new VectorInt8Winograd(shape, weights, scaling);
      winograd = kernel;
    }
    return kernel;
  }
}
