package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution of every channel by itself with windows of 3 x 3 or 5 x 5, straight from the image.
 * With a horizontal stride of 2 all columns are summed, and every second one is kept: picking
 * columns of sums costs less than dealing out those of the input.
 */
final class DepthwiseWindows {
  private static final int EDGE = 0;
  private static final int SUMS = 1;
  private static final int PICKED = 2;

  /** Elements of the input, and sums, that are worked on at a time, so that they are in L1. */
  private static final int BAND = 4096;

  /** Sums of a channel from which on scaling them is worth a call for the last few. */
  private static final int LONG = 512;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] start;
  private final TileFinish finish;
  private final int multiplier;

  /** That of the last run; threads that race for it make it twice. */
  private Frame kept;

  /** See {@link DepthwiseProduct}. */
  DepthwiseWindows(ConvolutionShape shape, float[] weights, float[] start, TileFinish finish) {
    this.shape = shape;
    this.weights = weights;
    this.start = start;
    this.finish = finish;
    this.multiplier = shape.outChannels() / shape.groups();
  }

  /** Whether the window is one of those written out. */
  static boolean suits(ConvolutionShape shape) {
    int kernel = shape.kernelW();
    return (kernel == 3 || kernel == 5)
        && shape.kernelH() == kernel
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.strideW() <= 2
        && shape.strideH() <= 2;
  }

  /**
   * An image and where the windows lie on it.
   *
   * @param inside for each column of the padded image all bits where it is of the image, or none
   */
  private record Frame(int w, int h, int padLeft, int padTop, int outW, int outH, int[] inside) {

    boolean is(int otherW, int otherH, int left, int top, int otherOutW, int otherOutH) {
      return w == otherW
          && h == otherH
          && padLeft == left
          && padTop == top
          && outW == otherOutW
          && outH == otherOutH;
    }
  }

  /** Convolves one image: padding is 0, on top less than a window high. */
  void run(
      RowSource src,
      int w,
      int h,
      int padLeft,
      int padTop,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    Frame frame = kept;
    if (frame == null || !frame.is(w, h, padLeft, padTop, outW, outH)) {
      frame = new Frame(w, h, padLeft, padTop, outW, outH, inside(w, padLeft, outW));
      kept = frame;
    }
    run(src, frame, dst, scratch);
  }

  private void run(RowSource src, Frame frame, Int8Blob dst, Scratch scratch) {
    int width = (frame.outW - 1) * shape.strideW() + 1;
    int bandRows = Math.max(1, Math.min(frame.outH, BAND / width / shape.strideH()));
    int size = Math.max(frame.w * frame.h, width * bandRows * multiplier);
    int group = bandRows < frame.outH ? 1 : Math.max(1, BAND / size);
    int groups = (shape.inChannels() + group - 1) / group;
    int parts = Math.min(scratch.threads(), groups);
    int span = (groups + parts - 1) / parts * group;
    if (parts == 1) {
      channels(src, frame, 0, shape.inChannels(), group, bandRows, dst, scratch);
      return;
    }
    scratch.split(
        parts,
        (part, own) -> {
          int last = Math.min((part + 1) * span, shape.inChannels());
          channels(src.of(own), frame, part * span, last, group, bandRows, dst, own);
        });
  }

  private void channels(
      RowSource src,
      Frame frame,
      int first,
      int end,
      int group,
      int bandRows,
      Int8Blob dst,
      Scratch scratch) {
    for (int q = first; q < end; q += group) {
      int count = Math.min(group, end - q);
      for (int top = 0; top < frame.outH; top += bandRows) {
        band(frame, src, q, count, top, Math.min(bandRows, frame.outH - top), dst, scratch);
      }
    }
  }

  private int[] inside(int w, int padLeft, int outW) {
    int width = (outW - 1) * shape.strideW() + 1;
    int[] inside = new int[Math.max(width, LANES) + shape.kernelW() - 1];
    int end = Math.min(inside.length, padLeft + w);
    for (int x = padLeft; x < end; x++) {
      inside[x] = -1;
    }
    return inside;
  }

  /**
   * Computes a band of rows of some channels: all are summed before the first is picked or
   * finished, because a load that spans two stores waits until both have left the store buffer.
   */
  private void band(
      Frame frame,
      RowSource src,
      int q,
      int count,
      int top,
      int rows,
      Int8Blob dst,
      Scratch scratch) {
    int width = (frame.outW - 1) * shape.strideW() + 1;
    int wide = width * rows + LANES;
    int outs = count * multiplier;
    float[] sums = scratch.scratch(SUMS, outs * wide + LANES);
    int y = top * shape.strideH() - frame.padTop;
    int first = Math.max(0, -y);
    int end =
        Math.max(first, Math.min((rows - 1) * shape.strideH() + shape.kernelH(), frame.h - y));
    int from = Math.min(frame.h, y + first);
    src.open(q, count, from, Math.max(from, y + end));
    for (int c = 0; c < count; c++) {
      int row = ((q + c) * frame.h + y) * frame.w;
      sums(frame, src, row, first, end, q + c, sums, c * multiplier * wide, wide, rows, scratch);
    }
    int n = rows * frame.outW;
    if (shape.strideW() == 1) {
      finish(frame, sums, wide, q * multiplier, outs, top, n, dst);
    } else {
      int narrow = n + LANES;
      float[] picked = scratch.scratch(PICKED, outs * narrow);
      for (int m = 0; m < outs; m++) {
        for (int r = 0; r < rows; r++) {
          RowCopy.copy(
              sums, m * wide + r * width, 2, picked, m * narrow + r * frame.outW, frame.outW);
        }
      }
      finish(frame, picked, narrow, q * multiplier, outs, top, n, dst);
    }
  }

  /** Sums of the outputs of one channel. */
  private void sums(
      Frame frame,
      RowSource src,
      int row,
      int first,
      int end,
      int q,
      float[] sums,
      int sumsAt,
      int sumsStep,
      int rows,
      Scratch scratch) {
    int width = (frame.outW - 1) * shape.strideW() + 1;
    int[] inside = frame.inside;
    float[] image = src.elements();
    int at = row - src.base() - frame.padLeft;
    int begin = at + first * frame.w;
    int length = (end - 1 - first) * frame.w + inside.length;
    if (first < end && (begin < 0 || begin + length > image.length)) {
      float[] edge = scratch.scratch(EDGE, length + frame.padLeft + frame.w);
      System.arraycopy(image, begin + frame.padLeft, edge, frame.padLeft, (end - first) * frame.w);
      image = edge;
      at = -first * frame.w;
    }
    for (int m = 0; m < multiplier; m++) {
      int out = q * multiplier + m;
      int to = sumsAt + m * sumsStep;
      sums(image, at, frame.w, inside, first, end, out, sums, to, width, rows);
    }
  }

  private void sums(
      float[] src,
      int at,
      int w,
      int[] inside,
      int first,
      int end,
      int out,
      float[] sums,
      int to,
      int width,
      int rows) {
    int weight = out * shape.weightsPerOutput();
    float bias = start[out];
    if (shape.kernelW() == 3) {
      if (shape.strideH() == 1) {
        DepthwiseThree.everyRow(
            src, at, w, inside, first, end, weights, weight, bias, sums, to, width, rows);
      } else {
        DepthwiseThree.everySecondRow(
            src, at, w, inside, first, end, weights, weight, bias, sums, to, width, rows);
      }
    } else if (shape.strideH() == 1) {
      DepthwiseFive.everyRow(
          src, at, w, inside, first, end, weights, weight, bias, sums, to, width, rows);
    } else {
      DepthwiseFive.everySecondRow(
          src, at, w, inside, first, end, weights, weight, bias, sums, to, width, rows);
    }
  }

  private void finish(
      Frame frame, float[] sums, int step, int firstOut, int outs, int top, int n, Int8Blob dst) {
    if (n >= LONG && !finish.isUniform() && dst.integers() == null) {
      finishInto(frame, sums, step, firstOut, outs, top, n, dst.reals());
      return;
    }
    int vectors = (n + LANES - 1) / LANES;
    for (int m = 0; m < outs; m++) {
      finish.apply(finish.isUniform() ? 0 : firstOut + m, sums, m * step, 0, 1, vectors);
    }
    for (int m = 0; m < outs; m++) {
      int to = ((firstOut + m) * frame.outH + top) * frame.outW;
      if (dst.integers() == null) {
        System.arraycopy(sums, m * step, dst.reals(), to, n);
      } else {
        VectorInt8.narrowAhead(sums, m * step, dst.integers(), to, n, to + n);
      }
    }
  }

  /** Scales sums on their way to the output, where whole vectors of them end inside of it. */
  private void finishInto(
      Frame frame, float[] sums, int step, int firstOut, int outs, int top, int n, float[] dst) {
    int vectors = n / LANES;
    int whole = vectors * LANES;
    for (int m = 0; m < outs; m++) {
      int from = m * step;
      int to = ((firstOut + m) * frame.outH + top) * frame.outW;
      finish.apply(firstOut + m, sums, from, 0, dst, to, 0, 1, vectors);
      if (whole < n) {
        finish.apply(firstOut + m, sums, from + whole, 0, 1, 1);
        System.arraycopy(sums, from + whole, dst, to + whole, n - whole);
      }
    }
  }
}
