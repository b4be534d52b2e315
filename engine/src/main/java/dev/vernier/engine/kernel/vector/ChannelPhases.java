package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;

/**
 * A band of rows of one padded channel, dealt out by the remainders of row and column on dividing
 * by the strides; remainders that no weight meets are left out. Within such a phase the elements
 * that one weight meets lie side by side.
 */
final class ChannelPhases {

  private final ConvolutionShape shape;
  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int unit;
  private final int rowLength;
  private final int phasesX;
  private final int phasesY;
  private final int outW;

  /** Phases of one image. */
  ChannelPhases(
      ConvolutionShape shape, int w, int h, int padLeft, int padTop, float padValue, int outW) {
    this(shape, w, h, padLeft, padTop, padValue, outW, 1);
  }

  /**
   * Phases of several images side by side.
   *
   * @param unit how many
   */
  ChannelPhases(
      ConvolutionShape shape,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      int outW,
      int unit) {
    this.shape = shape;
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.phasesX = Math.min(shape.strideW(), shape.extentW());
    this.phasesY = Math.min(shape.strideH(), shape.extentH());
    this.unit = unit;
    this.outW = outW;
    this.rowLength = unit * (outW + (shape.extentW() - 1) / shape.strideW());
  }

  /**
   * Whether these are the phases of such an image, one alone, for the same shape of convolution.
   */
  boolean is(int otherW, int otherH, int left, int top, float value, int otherOutW) {
    return w == otherW
        && h == otherH
        && padLeft == left
        && padTop == top
        && Float.compare(padValue, value) == 0
        && outW == otherOutW
        && unit == 1;
  }

  /** Images side by side. */
  int unit() {
    return unit;
  }

  /** Elements of a row of a phase: those of an output row and what the window needs beyond them. */
  int rowLength() {
    return rowLength;
  }

  /** Output rows of a band of about so many elements. */
  int bandRows(int elements) {
    return Math.max(1, elements / (rowLength * phasesX * phasesY));
  }

  private int phaseRows(int rows) {
    return rows + (shape.extentH() - 1) / shape.strideH();
  }

  /** First row of the input that output rows from {@code top} on meet. */
  int firstRow(int top) {
    return Math.min(h, Math.max(0, top * shape.strideH() - padTop));
  }

  /** The row after the last one that some output rows meet. */
  int endRow(int top, int rows) {
    int end = (top + rows - 1) * shape.strideH() - padTop + shape.extentH();
    return Math.max(firstRow(top), Math.min(h, end));
  }

  /** Elements of a band of some output rows. */
  int size(int rows) {
    return phasesX * phasesY * phaseRows(rows) * rowLength;
  }

  /** Where each weight's element for the first output of a band lies, in the weights' order. */
  int[] offsets(int rows) {
    int[] offsets = new int[shape.kernelW() * shape.kernelH()];
    int phase = phaseRows(rows) * rowLength;
    for (int ky = 0; ky < shape.kernelH(); ky++) {
      int y = ky * shape.dilationH();
      for (int kx = 0; kx < shape.kernelW(); kx++) {
        int x = kx * shape.dilationW();
        offsets[ky * shape.kernelW() + kx] =
            (y % shape.strideH() * phasesX + x % shape.strideW()) * phase
                + y / shape.strideH() * rowLength
                + x / shape.strideW() * unit;
      }
    }
    return offsets;
  }

  /**
   * Copies what some output rows need.
   *
   * @param q channel
   * @param top first output row
   * @param band from bandAt at least {@link #size} elements and one vector
   */
  void fill(RowSource src, int q, int top, int rows, float[] band, int bandAt) {
    int at = bandAt;
    int phaseRows = phaseRows(rows);
    for (int phaseY = 0; phaseY < phasesY; phaseY++) {
      for (int phaseX = 0; phaseX < phasesX; phaseX++) {
        for (int r = 0; r < phaseRows; r++) {
          int y = (top + r) * shape.strideH() + phaseY - padTop;
          if (y < 0 || y >= h) {
            RowCopy.fill(padValue, band, at, rowLength);
          } else {
            src.padded(
                (q * h + y) * w,
                w,
                phaseX - padLeft,
                shape.strideW(),
                padValue,
                band,
                at,
                rowLength / unit);
          }
          at += rowLength;
        }
      }
    }
    RowCopy.fill(0f, band, at, LANES);
  }
}
