package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;

/**
 * The weights of a convolution times bands of padded rows, in which every weight reads at another
 * offset.
 */
final class WindowProduct {
  private static final UnaryKernels UNARY = new VectorUnary();
  static final int PANEL = 0;
  static final int TILE = 1;

  /** Elements of a band of rows of all in channels: half an L2 of 1 MiB. */
  private static final int BAND = 1 << 17;

  /** A range of the pixels of an image. */
  interface Pixels {

    /** Computes pixels first to end − 1. */
    void run(int first, int end, Scratch scratch);
  }

  private final ConvolutionShape shape;
  private final WindowWeights[] groups;
  private final TileFinish[] finishes;
  private final Activation activation;

  /** Those of the last bands, and of what is left after the last whole one. */
  private final Steps[] kept = new Steps[2];

  /** Steps of a band; threads that race for their place make them twice, and nothing else. */
  private record Steps(int unit, int rowLength, int rows, int[] steps) {}

  /**
   * A product bound to its weights.
   *
   * @param groups the weights of each group
   * @param finishes what becomes of each group's sums
   * @param activation applied to a band of real outputs when all of it is there
   */
  WindowProduct(
      ConvolutionShape shape,
      WindowWeights[] groups,
      TileFinish[] finishes,
      Activation activation) {
    this.shape = shape;
    this.groups = groups;
    this.finishes = finishes;
    this.activation = activation;
  }

  /** Whether a window is one pixel, and every pixel has one. */
  static boolean isPointwise(ConvolutionShape shape) {
    return shape.extentW() == 1
        && shape.extentH() == 1
        && shape.strideW() == 1
        && shape.strideH() == 1;
  }

  /** Deals pixels out to the threads, whole panels to each. */
  static void splitPixels(int pixels, int columns, Scratch scratch, Pixels work) {
    int panels = (pixels + columns - 1) / columns;
    int parts = Math.min(scratch.threads(), panels);
    int span = (panels + parts - 1) / parts * columns;
    scratch.split(
        parts, (part, own) -> work.run(part * span, Math.min(pixels, (part + 1) * span), own));
  }

  /** Computes all rows of all out channels. */
  void run(ChannelPhases phases, RowSource src, Int8Blob dst, int outW, int outH, Scratch scratch) {
    int parts = Math.min(scratch.threads(), outH);
    if (parts == 1) {
      rows(phases, src, dst, outW, outH, 0, outH, scratch);
      return;
    }
    int span = (outH + parts - 1) / parts;
    scratch.split(
        parts,
        (part, own) -> {
          int first = part * span;
          rows(phases, src.of(own), dst, outW, outH, first, Math.min(outH, first + span), own);
        });
  }

  private void rows(
      ChannelPhases phases,
      RowSource src,
      Int8Blob dst,
      int outW,
      int outH,
      int first,
      int end,
      Scratch scratch) {
    int inPerGroup = shape.inChannels() / shape.groups();
    int outPerGroup = shape.outChannels() / shape.groups();
    int bandRows = Math.min(Math.max(1, end - first), phases.bandRows(BAND / inPerGroup));
    int bandSize = inPerGroup * phases.size(bandRows);
    int columns = groups[0].columns();
    float[] band = scratch.scratch(PANEL, bandSize + groups[0].margin());
    float[] tile = scratch.scratch(TILE, groups[0].tileSize());
    BandOutput output = scratch.own(BandOutput.class, BandOutput::new);
    for (int top = first; top < end; top += bandRows) {
      int rows = Math.min(bandRows, end - top);
      int[] steps = steps(phases, rows, bandRows);
      int n = (rows - 1) * phases.rowLength() + outW;
      output.set(dst, outW, outH, top, rows, phases.rowLength());
      for (int g = 0; g < groups.length; g++) {
        for (int q = 0; q < inPerGroup; q++) {
          int channel = g * inPerGroup + q;
          src.open(channel, 1, phases.firstRow(top), phases.endRow(top, rows));
          phases.fill(src, channel, top, rows, band, q * phases.size(rows));
        }
        groups[g].prepare(band, inPerGroup * phases.size(rows));
        for (int j = 0; j < n; j += columns) {
          groups[g].multiply(
              0,
              groups[g].blocks(),
              band,
              j,
              steps,
              Math.min(columns, n - j),
              finishes[g],
              output,
              g * outPerGroup,
              j,
              tile);
        }
        if (activation.kind() != Activation.Kind.NONE) {
          for (int p = g * outPerGroup; p < (g + 1) * outPerGroup; p++) {
            int at = (p * outH + top) * outW;
            UNARY.activate(activation, dst.reals(), at, dst.reals(), at, rows * outW);
          }
        }
      }
    }
  }

  /** Where each weight's element for a band's first output lies; kept for the next run. */
  private int[] steps(ChannelPhases phases, int rows, int bandRows) {
    int place = rows == bandRows ? 0 : 1;
    Steps steps = kept[place];
    if (steps == null
        || steps.unit != phases.unit()
        || steps.rowLength != phases.rowLength()
        || steps.rows != rows) {
      steps = new Steps(phases.unit(), phases.rowLength(), rows, newSteps(phases, rows));
      kept[place] = steps;
    }
    return steps.steps;
  }

  private int[] newSteps(ChannelPhases phases, int rows) {
    int[] offsets = phases.offsets(rows);
    int[] found = new int[shape.weightsPerOutput()];
    int channel = 0;
    for (int p = 0; p < found.length; p += offsets.length) {
      for (int i = 0; i < offsets.length; i++) {
        found[p + i] = channel + offsets[i];
      }
      channel += phases.size(rows);
    }
    return found;
  }
}
