package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;

/**
 * {@link VectorConvolution} over whole numbers: what is copied for a tile is quantised on the way,
 * and a tile's sums are scaled and activated before they leave L1, so that no pass over the input
 * or the output is added.
 */
final class VectorInt8Convolution implements Int8ConvolutionKernel {
  private final ConvolutionShape shape;
  private final Int8Scaling scaling;
  private final byte[] weights;
  private final PackedRows[] groups;
  private final TileFinish[] finishes;
  private final WindowProduct windows;

  /** Where the rows of a panel of some vectors lie. */
  private final int[][] panelSteps;

  /** Made when first needed, because it packs the weights once more; benign if made twice. */
  private volatile VectorFewPixels fewPixels;

  VectorInt8Convolution(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.shape = shape;
    this.scaling = scaling;
    this.weights = weights;
    this.groups = new PackedRows[shape.groups()];
    this.finishes = new TileFinish[shape.groups()];
    int rows = shape.outChannels() / shape.groups();
    int k = shape.weightsPerOutput();
    float[] wholes = VectorInt8.widened(weights);
    for (int g = 0; g < groups.length; g++) {
      groups[g] = PackedRows.of(rows, k, wholes, g * rows * k, null, 0);
      finishes[g] = TileFinish.of(scaling, g * rows, rows, PackedRows.paddedRows(rows));
    }
    this.windows = new WindowProduct(shape, groups, finishes);
    this.panelSteps = new int[Tile.VECTORS + 1][];
    for (int vectors = 1; vectors <= Tile.VECTORS; vectors++) {
      panelSteps[vectors] =
          k <= PackedRows.STEPS
              ? Tile.panelSteps(vectors)
              : Tile.evenSteps(k, vectors * Tile.LANES);
    }
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
    } else if (WindowProduct.isPointwise(shape)
        && padLeft == 0
        && padTop == 0
        && outW == w
        && outH == h) {
      WindowProduct.splitPixels(
          pixels, scratch, (first, end, own) -> pixels(source, dst, pixels, first, end, own));
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

  /** Computes a range of pixels of all out channels, where each weight meets a whole channel. */
  private void pixels(Int8Rows src, Int8Blob dst, int pixels, int first, int end, Scratch scratch) {
    int k = shape.weightsPerOutput();
    float[] panel = scratch.scratch(WindowProduct.PANEL, (k + 1) * Tile.COLUMNS);
    float[] tile = scratch.scratch(WindowProduct.TILE, PackedRows.tileSize());
    BandOutput output = new BandOutput(dst, pixels, 1, 0, 1, pixels);
    int outPerGroup = shape.outChannels() / shape.groups();
    for (int g = 0; g < groups.length; g++) {
      for (int pixel = first; pixel < end; pixel += Tile.COLUMNS) {
        int columns = Math.min(Tile.COLUMNS, end - pixel);
        int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
        src.panel(g * k * pixels + pixel, pixels, k, columns, panel);
        int[] steps = panelSteps[vectors];
        int channel = g * outPerGroup;
        if (dst.reals() == null) {
          groups[g].multiply(panel, 0, steps, vectors, finishes[g], output, channel, pixel, tile);
        } else {
          int out = channel * pixels + pixel;
          groups[g].multiply(
              0, k, panel, 0, steps, vectors, columns, dst.reals(), out, pixels, finishes[g], tile);
        }
      }
    }
  }
}
