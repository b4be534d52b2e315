package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Convolution as a product of the weights (a row an out channel) and the image (a column an output
 * pixel). The right matrix is never built: of a window, every weight reads the same padded band of
 * rows at another offset; of a single pixel, panels are copied or read in place.
 */
final class VectorConvolution implements ConvolutionKernel {
  private static final UnaryKernels UNARY = new VectorUnary();
  private static final int PANEL = 0;
  private static final int TILE = 1;

  /** Elements of the panels that are packed at once: a quarter of an L2 of 1 MiB. */
  private static final int PANELS = 1 << 16;

  /** Panels a thread below which threads share rows of weights instead of pixels. */
  private static final int FEW_PANELS = 8;

  private final ConvolutionShape shape;
  private final PackedRows[] groups;
  private final WindowProduct windows;
  private final Activation activation;
  private final float[] bias;

  /** Made when first needed, because it packs the weights once more; benign if made twice. */
  private volatile VectorFewPixels fewPixels;

  /** Likewise; its weights take four times the memory. */
  private volatile VectorWinograd winograd;

  /** Likewise, by rows of a tile. */
  private final Map<Integer, TurnedWinograd> turned = new ConcurrentHashMap<>();

  /** Likewise; null where channels do not fill vectors. */
  private final ChannelWindow tiles;

  /** Likewise. */
  private volatile PackedConvolution packed;

  /** Likewise, for images whose height leaves some rows of the window in the padding. */
  private final Map<VisibleRows, VectorConvolution> ofRows = new ConcurrentHashMap<>();

  /** Those of the last run. */
  private volatile int[] inPlaceSteps;

  /** Likewise. */
  private volatile ChannelPhases phases;

  VectorConvolution(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.bias = bias;
    this.activation = activation;
    this.groups = new PackedRows[shape.groups()];
    int rows = shape.outChannels() / shape.groups();
    int k = shape.weightsPerOutput();
    int window = shape.kernelW() * shape.kernelH();
    for (int g = 0; g < groups.length; g++) {
      groups[g] = PackedRows.of(rows, k, window, weights, g * rows * k, bias, g * rows);
    }
    TileFinish[] finishes = new TileFinish[groups.length];
    Arrays.fill(finishes, TileFinish.NONE);
    this.windows = new WindowProduct(shape, groups, finishes, activation);
    this.tiles =
        ChannelTiles.fits(shape) ? new ChannelWindow(shape, weights(), bias, activation) : null;
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
    VectorConvolution cut = cut(h, padTop, padValue, outH);
    if (cut != this) {
      cut.run(src, w, h, padLeft, 0, padValue, dst, outW, outH, scratch);
      return;
    }
    int pixels = outW * outH;
    int tile = TurnedWinograd.tile(shape, outW, outH);
    boolean few = pixels <= VectorFewPixels.PIXELS && groups.length == 1;
    if (few || VectorFewPixels.arePatches(shape)) {
      Int8Blob out = Int8Blob.own(dst, scratch);
      fewPixels().run(src, w, h, padLeft, padTop, padValue, out, outW, outH, scratch);
    } else if (tiles != null && tiles.suits(w, h, outW, outH, false, false)) {
      tiles.run(src, false, w, h, padLeft, padTop, padValue, dst, false, outW, outH, scratch);
    } else if (tile > 0) {
      turned(tile).run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (VectorWinograd.isFaster(shape, outW, outH)) {
      winograd().run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (VectorFewPixels.suits(shape, outW, outH)) {
      fewPixels().runTurned(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else if (WindowProduct.isPointwise(shape)
        && padLeft == 0
        && padTop == 0
        && outW == w
        && outH == h) {
      pointwise(src, dst, pixels, scratch);
    } else {
      ChannelPhases of = phases;
      if (of == null || !of.is(w, h, padLeft, padTop, padValue, outW)) {
        of = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
        phases = of;
      }
      RowCopy rows = RowCopy.own(src, scratch);
      windows.run(of, rows, Int8Blob.own(dst, scratch), outW, outH, scratch);
    }
  }

  @Override
  public Supplier<float[]> weights() {
    // Of all this, whoever keeps the weights alone keeps no more than these.
    PackedRows[] packed = groups;
    int each = shape.outChannels() / shape.groups() * shape.weightsPerOutput();
    return () -> {
      float[] found = new float[packed.length * each];
      for (int g = 0; g < packed.length; g++) {
        packed[g].unpack(found, g * each);
      }
      return found;
    };
  }

  @Override
  public ConvolutionKernel inLanes() {
    return new LaneConvolution(shape, this, windows);
  }

  @Override
  public PackedConvolution packed() {
    if (tiles != null || !(ChannelPointwise.fits(shape) || ChannelDirect.fits(shape))) {
      return tiles;
    }
    PackedConvolution kernel = packed;
    if (kernel == null) {
      kernel =
          ChannelPointwise.fits(shape)
              ? new ChannelPointwise(shape, weights().get(), bias, activation)
              : new ChannelDirect(shape, weights().get(), bias, activation);
      packed = kernel;
    }
    return kernel;
  }

  /** The pixels of an image, or of several, under a window of one. */
  void pointwise(float[] src, float[] dst, int pixels, Scratch scratch) {
    if (inPanels() && pixels < FEW_PANELS * Tile.COLUMNS * scratch.threads()) {
      for (int g = 0; g < groups.length; g++) {
        inPanels(g, src, dst, pixels, 0, pixels, scratch.threads(), scratch);
      }
      return;
    }
    if (scratch.threads() == 1) {
      pixels(src, dst, pixels, 0, pixels, scratch);
      return;
    }
    WindowProduct.splitPixels(
        pixels,
        Tile.COLUMNS,
        scratch,
        (first, end, own) -> pixels(src, dst, pixels, first, end, own));
  }

  /** Winograd's way for several images. */
  LaneWinograd laneWinograd() {
    return new LaneWinograd(shape, winograd().matrices(), activation);
  }

  /** The part of this that meets an image, which it then covers without rows above it. */
  VectorConvolution cut(int h, int padTop, float padValue, int outH) {
    if (outH > 1 || padValue != 0f) {
      return this;
    }
    VisibleRows rows = VisibleRows.of(shape, h, padTop);
    if (!rows.cut(shape) || rows.padTop(shape, padTop) != 0) {
      return this;
    }
    VectorConvolution kernel = ofRows.get(rows);
    if (kernel == null) {
      kernel =
          new VectorConvolution(rows.of(shape), rows.of(shape, weights().get()), bias, activation);
      ofRows.put(rows, kernel);
    }
    return kernel;
  }

  private VectorFewPixels fewPixels() {
    VectorFewPixels kernel = fewPixels;
    if (kernel == null) {
      kernel = new VectorFewPixels(shape, weights().get(), bias, activation);
      fewPixels = kernel;
    }
    return kernel;
  }

  private VectorWinograd winograd() {
    VectorWinograd kernel = winograd;
    if (kernel == null) {
      kernel = new VectorWinograd(shape, weights().get(), bias, activation);
      winograd = kernel;
    }
    return kernel;
  }

  private TurnedWinograd turned(int tile) {
    TurnedWinograd kernel = turned.get(tile);
    if (kernel == null) {
      kernel = new TurnedWinograd(shape, tile, weights().get(), bias, activation);
      turned.put(tile, kernel);
    }
    return kernel;
  }

  /** Computes a range of pixels of all out channels, where each weight meets a whole channel. */
  private void pixels(float[] src, float[] dst, int pixels, int first, int end, Scratch scratch) {
    for (int g = 0; g < groups.length; g++) {
      if (inPanels()) {
        inPanels(g, src, dst, pixels, first, end, 1, scratch);
      } else {
        inSteps(g, src, dst, pixels, first, end, scratch);
      }
    }
  }

  private boolean inPanels() {
    return shape.weightsPerOutput() <= PackedRows.STEPS && !groups[0].isShort();
  }

  /**
   * As many panels at once as stay in L2.
   *
   * @param threads that share the blocks of rows
   */
  private void inPanels(
      int g,
      float[] src,
      float[] dst,
      int pixels,
      int first,
      int end,
      int threads,
      Scratch scratch) {
    int k = shape.weightsPerOutput();
    int from = g * k * pixels;
    int to = g * (shape.outChannels() / shape.groups()) * pixels;
    int columns = Math.max(1, PANELS / (k * Tile.COLUMNS)) * Tile.COLUMNS;
    float[] panels = scratch.scratch(PANEL, k * columns);
    int blocks = groups[g].blocks();
    int parts = Math.min(threads, blocks);
    for (int pixel = first; pixel < end; pixel += columns) {
      int n = Math.min(columns, end - pixel);
      int at = to + pixel;
      PackedColumns b = PackedColumns.into(panels, k, n, src, from + pixel, pixels, 1);
      if (parts == 1) {
        float[] tile = scratch.scratch(TILE, PackedRows.tileElements());
        groups[g].multiply(0, blocks, b, dst, at, pixels, activation, tile);
      } else {
        scratch.split(
            parts,
            (part, own) -> {
              float[] tile = own.scratch(TILE, PackedRows.tileElements());
              int firstBlock = part * blocks / parts;
              int endBlock = (part + 1) * blocks / parts;
              groups[g].multiply(firstBlock, endBlock, b, dst, at, pixels, activation, tile);
            });
      }
    }
  }

  private int[] stepsInPlace(int k, int pixels) {
    int[] steps = inPlaceSteps;
    if (steps == null || steps.length != k || (k > 1 && steps[1] != pixels)) {
      steps = Tile.evenSteps(k, pixels);
      inPlaceSteps = steps;
    }
    return steps;
  }

  /** Few rows of weights, which read the image in place, or long ones, in several steps. */
  private void inSteps(
      int g, float[] src, float[] dst, int pixels, int first, int end, Scratch scratch) {
    int k = shape.weightsPerOutput();
    int steps = Math.min(k, PackedRows.STEPS);
    int[] inPlace = steps == k && groups[g].isShort() ? stepsInPlace(k, pixels) : null;
    float[] panel = scratch.scratch(PANEL, steps * Tile.COLUMNS);
    float[] tile = scratch.scratch(TILE, PackedRows.tileElements());
    int outPerGroup = shape.outChannels() / shape.groups();
    for (int pixel = first; pixel < end; pixel += Tile.COLUMNS) {
      int columns = Math.min(Tile.COLUMNS, end - pixel);
      int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
      int out = g * outPerGroup * pixels + pixel;
      if (inPlace != null && columns == vectors * Tile.LANES) {
        int at = g * k * pixels + pixel;
        groups[g].multiplyInPlace(src, at, inPlace, vectors, dst, out, pixels, tile);
        continue;
      }
      for (int from = 0; from < k; from += steps) {
        int to = Math.min(k, from + steps);
        PackedColumns.into(
            panel, to - from, columns, src, (g * k + from) * pixels + pixel, pixels, 1);
        groups[g].multiplyPanel(
            from, to, panel, 0, vectors, columns, -1, null, 0, dst, out, pixels, tile);
      }
    }
    for (int p = g * outPerGroup; p < (g + 1) * outPerGroup; p++) {
      int at = p * pixels + first;
      UNARY.activate(activation, dst, at, dst, at, end - first);
    }
  }
}
