package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution of every channel by itself. Windows of 3 x 3 and 5 x 5 have kernels with the window
 * written out; {@link DepthwiseTaps} takes the others.
 */
final class DepthwiseProduct {
  private static final int ROWS = 0;
  private static final int SUMS = 1;

  /** Elements of a band: with its sums and what it is copied from it stays in L1 or close by. */
  private static final int BAND = 4096;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] start;
  private final TileFinish finish;
  private final DepthwiseTaps taps;
  private final int multiplier;

  /**
   * A convolution with one in channel and one or more out channels a group.
   *
   * @param start what each out channel's sums start from
   * @param finish what becomes of them, a row an out channel
   */
  DepthwiseProduct(ConvolutionShape shape, float[] weights, float[] start, TileFinish finish) {
    this.shape = shape;
    this.weights = weights;
    this.start = start;
    this.finish = finish;
    this.taps = new DepthwiseTaps(shape, weights, start, finish);
    this.multiplier = shape.outChannels() / shape.groups();
  }

  /** Convolves one image of w x h elements a channel. */
  void run(
      RowSource src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    if (DepthwiseRows.suits(shape)) {
      DepthwiseRows rows = new DepthwiseRows(shape, w, h, padLeft, padTop, padValue, outW);
      if (rows.isNarrow()) {
        run(rows, src, w, h, padTop, dst, outW, outH, scratch);
        return;
      }
    }
    ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
    taps.run(phases, src, dst, outW, outH, scratch);
  }

  private void run(
      DepthwiseRows in,
      RowSource src,
      int w,
      int h,
      int padTop,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    int bandRows = Math.min(outH, in.bandRows(BAND));
    int group = bandRows < outH ? 1 : Math.max(1, BAND / in.size(bandRows));
    int groups = (shape.inChannels() + group - 1) / group;
    int parts = Math.min(scratch.threads(), groups);
    int span = (groups + parts - 1) / parts * group;
    scratch.split(
        parts,
        (part, own) -> {
          int last = Math.min((part + 1) * span, shape.inChannels());
          RowSource source = src.of(own);
          for (int q = part * span; q < last; q += group) {
            int count = Math.min(group, last - q);
            for (int top = 0; top < outH; top += bandRows) {
              int rows = Math.min(bandRows, outH - top);
              int from = Math.min(h, Math.max(0, top * shape.strideH() - padTop));
              int to = Math.min(h, top * shape.strideH() - padTop + in.inRows(rows));
              source.open(q, count, from, Math.max(from, to));
              int image = q * h * w - source.base();
              band(in, source.elements(), image, w * h, q, count, top, rows, dst, outW, outH, own);
            }
          }
        });
  }

  /**
   * Computes a band of rows of some channels: all are copied before the first one is summed, and
   * all summed before the first is finished, because a load that spans two stores waits until both
   * have left the store buffer.
   */
  private void band(
      DepthwiseRows in,
      float[] src,
      int image,
      int imageSize,
      int q,
      int count,
      int top,
      int rows,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    int outs = count * multiplier;
    int n = rows * outW;
    int sumsSize = finish.isUniform() ? n : (n + LANES - 1) / LANES * LANES;
    int bandSize = in.size(rows);
    float[] band = scratch.scratch(ROWS, count * bandSize);
    float[] sums = scratch.scratch(SUMS, outs * sumsSize + LANES);
    boolean skips = shape.strideH() == 1;
    int first = skips ? in.first(top) : 0;
    int end = skips ? in.end(top, rows) : in.inRows(rows);
    for (int c = 0; c < count; c++) {
      in.fill(src, image + c * imageSize, top, rows, first, end, band, c * bandSize);
    }
    int firstOut = q * multiplier;
    int plane = in.plane(rows);
    for (int m = 0; m < outs; m++) {
      int bandAt = m / multiplier * bandSize;
      sum(
          band,
          bandAt,
          in.pitch(),
          plane,
          first,
          end,
          firstOut + m,
          sums,
          m * sumsSize,
          outW,
          rows);
    }
    if (finish.isUniform()) {
      finish.apply(0, sums, 0, 0, 1, (outs * n + LANES - 1) / LANES);
    } else {
      for (int m = 0; m < outs; m++) {
        finish.apply(firstOut + m, sums, m * sumsSize, 0, 1, sumsSize / LANES);
      }
    }
    int to = (firstOut * outH + top) * outW;
    if (dst.integers() != null) {
      for (int m = 0; m < outs; m++) {
        int at = to + m * outH * outW;
        VectorInt8.narrowAhead(sums, m * sumsSize, dst.integers(), at, n, at + n);
      }
    } else if (sumsSize == n && rows == outH) {
      System.arraycopy(sums, 0, dst.reals(), to, outs * n);
    } else {
      for (int m = 0; m < outs; m++) {
        System.arraycopy(sums, m * sumsSize, dst.reals(), to + m * outH * outW, n);
      }
    }
  }

  private void sum(
      float[] band,
      int at,
      int pitch,
      int plane,
      int first,
      int end,
      int out,
      float[] sums,
      int sumsAt,
      int outW,
      int rows) {
    int second = shape.strideW() == 1 ? 1 : plane;
    int third = shape.strideW() == 1 ? 2 : 1;
    int weight = out * shape.weightsPerOutput();
    float from = start[out];
    if (shape.kernelW() == 3) {
      if (shape.strideH() == 1) {
        DepthwiseThree.everyRow(
            band, at, second, third, pitch, first, end, weights, weight, from, sums, sumsAt, outW,
            rows);
      } else {
        DepthwiseThree.everySecondRow(
            band, at, second, third, pitch, weights, weight, from, sums, sumsAt, outW, rows);
      }
    } else if (shape.strideH() == 1) {
      DepthwiseFive.everyRow(
          band, at, second, third, pitch, first, end, weights, weight, from, sums, sumsAt, outW,
          rows);
    } else {
      DepthwiseFive.everySecondRow(
          band, at, second, third, pitch, weights, weight, from, sums, sumsAt, outW, rows);
    }
  }
}
