package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution as a product of the weights (a row an out channel) and the image (a column an output
 * pixel). The right matrix is never built: of a window, every weight reads the same padded band of
 * rows at another offset; of a single pixel, panels are copied or read in place.
 */
final class VectorConvolution implements ConvolutionKernel {
  private static final int PANEL = 0;
  private static final int TILE = 1;

  /** Elements of a band of rows of all in channels: half an L2 of 1 MiB. */
  private static final int BAND = 1 << 17;

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
    int pixels = outW * outH;
    if (pixels <= VectorFewPixels.PIXELS && groups.length == 1) {
      fewPixels().run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (pointwise && padLeft == 0 && padTop == 0 && outW == w && outH == h) {
      int panels = (pixels + Tile.COLUMNS - 1) / Tile.COLUMNS;
      int parts = Math.min(scratch.threads(), panels);
      int span = (panels + parts - 1) / parts * Tile.COLUMNS;
      scratch.split(
          parts,
          (part, own) -> {
            int first = part * span;
            pixels(src, dst, pixels, first, Math.min(pixels, first + span), own);
          });
    } else {
      ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
      int parts = Math.min(scratch.threads(), outH);
      int span = (outH + parts - 1) / parts;
      scratch.split(
          parts,
          (part, own) -> {
            int first = part * span;
            rows(phases, src, dst, outW, outH, first, Math.min(outH, first + span), own);
          });
    }
  }

  /** Computes a range of rows of all out channels. */
  private void rows(
      ChannelPhases phases,
      float[] src,
      float[] dst,
      int outW,
      int outH,
      int first,
      int end,
      Scratch scratch) {
    int inPerGroup = shape.inChannels() / shape.groups();
    int outPerGroup = shape.outChannels() / shape.groups();
    int bandRows = Math.min(Math.max(1, end - first), phases.bandRows(BAND / inPerGroup));
    float[] band = scratch.scratch(PANEL, inPerGroup * phases.size(bandRows) + Tile.LANES);
    float[] tile = scratch.scratch(TILE, PackedRows.tileSize());
    for (int top = first; top < end; top += bandRows) {
      int rows = Math.min(bandRows, end - top);
      int[] steps = steps(phases, rows);
      int n = (rows - 1) * phases.rowLength() + outW;
      BandOutput output = new BandOutput(dst, outW, outH, top, rows, phases.rowLength());
      for (int g = 0; g < groups.length; g++) {
        for (int q = 0; q < inPerGroup; q++) {
          phases.fill(src, g * inPerGroup + q, top, rows, band, q * phases.size(rows));
        }
        for (int j = 0; j < n; j += Tile.COLUMNS) {
          int vectors = Math.min(Tile.VECTORS, (n - j + Tile.LANES - 1) / Tile.LANES);
          groups[g].multiply(band, j, steps, vectors, activation, output, g * outPerGroup, tile);
        }
      }
    }
  }

  /** Where each weight's element for a band's first output lies. */
  private int[] steps(ChannelPhases phases, int rows) {
    int[] offsets = phases.offsets(rows);
    int[] steps = new int[shape.weightsPerOutput()];
    for (int p = 0; p < steps.length; p++) {
      steps[p] = p / offsets.length * phases.size(rows) + offsets[p % offsets.length];
    }
    return steps;
  }

  private VectorFewPixels fewPixels() {
    VectorFewPixels kernel = fewPixels;
    if (kernel == null) {
      kernel = new VectorFewPixels(shape, weights, bias, activation);
      fewPixels = kernel;
    }
    return kernel;
  }

  /** Computes a range of pixels of all out channels, where each weight meets a whole channel. */
  private void pixels(float[] src, float[] dst, int pixels, int first, int end, Scratch scratch) {
    int k = shape.weightsPerOutput();
    int steps = Math.min(k, PackedRows.STEPS);
    int[] inPlace = groups[0].isShort() ? Tile.evenSteps(steps, pixels) : null;
    float[] panel = scratch.scratch(PANEL, steps * Tile.COLUMNS);
    float[] tile = scratch.scratch(TILE, PackedRows.tileSize());
    int outPerGroup = shape.outChannels() / shape.groups();
    for (int g = 0; g < groups.length; g++) {
      for (int pixel = first; pixel < end; pixel += Tile.COLUMNS) {
        int columns = Math.min(Tile.COLUMNS, end - pixel);
        int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
        int out = g * outPerGroup * pixels + pixel;
        for (int from = 0; from < k; from += steps) {
          int to = Math.min(k, from + steps);
          int at = (g * k + from) * pixels + pixel;
          if (inPlace != null && columns == vectors * Tile.LANES) {
            groups[g].multiply(
                from, to, src, at, inPlace, vectors, columns, dst, out, pixels, activation, tile);
          } else {
            PackedColumns.into(panel, to - from, columns, src, at, pixels, 1);
            groups[g].multiply(
                from,
                to,
                panel,
                0,
                Tile.panelSteps(vectors),
                vectors,
                columns,
                dst,
                out,
                pixels,
                activation,
                tile);
          }
        }
      }
    }
  }
}
