package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution as a product of the weights (a row an out channel) and the image (a column an output
 * pixel), a panel of pixels at a time, so that the panel stays in the cache for all out channels.
 */
final class VectorConvolution implements ConvolutionKernel {
  private static final int PANEL = 0;
  private static final int TILE = 1;

  private final ConvolutionShape shape;
  private final PackedRows[] groups;
  private final Activation activation;
  private final boolean pointwise;
  private final float[] weights;
  private final float[] bias;

  /** Made when first needed, because it packs the weights once more; benign if made twice. */
  private volatile VectorFewPixels fewPixels;

  VectorConvolution(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
    this.pointwise =
        shape.extentW() == 1
            && shape.extentH() == 1
            && shape.strideW() == 1
            && shape.strideH() == 1;
    this.groups = new PackedRows[shape.groups()];
    int rows = shape.outChannels() / shape.groups();
    int k = shape.weightsPerOutput();
    for (int g = 0; g < groups.length; g++) {
      groups[g] = PackedRows.of(rows, k, weights, g * rows * k, bias, g * rows);
    }
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
    boolean flat = pointwise && outW == w && outH == h;
    int pixels = outW * outH;
    if (pixels <= VectorFewPixels.PIXELS && groups.length == 1) {
      fewPixels().run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
      return;
    }
    ImagePanels image =
        flat
            ? new ImagePanels(shape, src, pixels, 1, 0, 0, 0f, pixels)
            : new ImagePanels(shape, src, w, h, padLeft, padTop, padValue, outW);
    int panels = (pixels + Tile.COLUMNS - 1) / Tile.COLUMNS;
    int parts = Math.min(scratch.threads(), panels);
    int span = (panels + parts - 1) / parts * Tile.COLUMNS;
    scratch.split(
        parts,
        (part, own) -> {
          int first = part * span;
          pixels(image, flat ? src : null, dst, pixels, first, Math.min(pixels, first + span), own);
        });
  }

  private VectorFewPixels fewPixels() {
    VectorFewPixels kernel = fewPixels;
    if (kernel == null) {
      kernel = new VectorFewPixels(shape, weights, bias, activation);
      fewPixels = kernel;
    }
    return kernel;
  }

  /**
   * Computes a range of pixels of all out channels.
   *
   * @param plain the input where it is the right matrix just as it lies in memory, otherwise null
   */
  private void pixels(
      ImagePanels image,
      float[] plain,
      float[] dst,
      int pixels,
      int first,
      int end,
      Scratch scratch) {
    int k = shape.weightsPerOutput();
    int steps = Math.min(k, PackedRows.STEPS);
    float[] panel = scratch.scratch(PANEL, steps * Tile.COLUMNS + Tile.LANES);
    float[] tile = scratch.scratch(TILE, PackedRows.tileSize());
    int inPerGroup = shape.inChannels() / shape.groups();
    int outPerGroup = shape.outChannels() / shape.groups();
    for (int g = 0; g < groups.length; g++) {
      int channel = g * inPerGroup;
      for (int pixel = first; pixel < end; pixel += Tile.COLUMNS) {
        int columns = Math.min(Tile.COLUMNS, end - pixel);
        int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
        int width = vectors * Tile.LANES;
        int out = g * outPerGroup * pixels + pixel;
        boolean direct = plain != null && columns == width && groups[g].isShort();
        for (int from = 0; from < k; from += steps) {
          int to = Math.min(k, from + steps);
          float[] b = panel;
          int at = 0;
          int stride = width;
          if (direct) {
            b = plain;
            at = (channel + from) * pixels + pixel;
            stride = pixels;
          } else {
            image.pack(channel, from, to, pixel, columns, width, panel);
          }
          groups[g].multiply(
              from, to, b, at, stride, vectors, columns, dst, out, pixels, activation, tile);
        }
      }
    }
  }
}
