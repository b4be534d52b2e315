package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of every channel by itself. A channel is copied, with its padding, into {@link
 * ChannelPhases}; there each weight is one offset for all output elements, whatever the stride and
 * the dilation, and rows follow each other closely enough to be computed as one.
 */
final class DepthwiseTaps {
  private static final int PHASES = 0;
  private static final int SUMS = 1;

  /** Elements of a band: with its sums it takes about an L1 of 32 KiB. */
  private static final int BAND = 4096;

  /** Vectors of sums that share the load of a weight. */
  private static final int VECTORS = 4;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] start;
  private final TileFinish finish;

  /**
   * A convolution with one in channel and one or more out channels a group.
   *
   * @param start what each out channel's sums start from
   * @param finish what becomes of them, a row an out channel
   */
  DepthwiseTaps(ConvolutionShape shape, float[] weights, float[] start, TileFinish finish) {
    this.shape = shape;
    this.weights = weights;
    this.start = start;
    this.finish = finish;
  }

  /** Convolves one image. */
  void run(ChannelPhases phases, RowSource src, Int8Blob dst, int outW, int outH, Scratch scratch) {
    int bandRows = Math.min(outH, phases.bandRows(BAND));
    int[] offsets = phases.offsets(bandRows);
    int[] lastOffsets = outH % bandRows == 0 ? offsets : phases.offsets(outH % bandRows);
    int group = bandRows < outH ? 1 : Math.max(1, BAND / (phases.size(bandRows) * multiplier()));
    int groups = (shape.inChannels() + group - 1) / group;
    int parts = Math.min(scratch.threads(), groups);
    int span = (groups + parts - 1) / parts * group;
    scratch.split(
        parts,
        (part, own) -> {
          int end = Math.min((part + 1) * span, shape.inChannels());
          RowSource source = src.of(own);
          for (int q = part * span; q < end; q += group) {
            int count = Math.min(group, end - q);
            for (int top = 0; top < outH; top += bandRows) {
              int rows = Math.min(bandRows, outH - top);
              int[] taps = rows == bandRows ? offsets : lastOffsets;
              band(phases, taps, source, q, count, dst, outW, outH, top, rows, own);
            }
          }
        });
  }

  private int multiplier() {
    return shape.outChannels() / shape.groups();
  }

  /**
   * Computes a band of rows of some channels: all are copied before the first one is summed,
   * because a load that spans two stores waits until both have left the store buffer.
   */
  private void band(
      ChannelPhases phases,
      int[] offsets,
      RowSource src,
      int q,
      int count,
      Int8Blob dst,
      int outW,
      int outH,
      int top,
      int rows,
      Scratch scratch) {
    int n = (rows - 1) * phases.rowLength() + outW;
    int bandSize = phases.size(rows) + LANES;
    int sumsSize = (n + VECTORS * LANES - 1) / (VECTORS * LANES) * (VECTORS * LANES);
    int outs = count * multiplier();
    float[] band = scratch.scratch(PHASES, count * bandSize + VECTORS * LANES);
    float[] sums = scratch.scratch(SUMS, outs * sumsSize);
    src.open(q, count, phases.firstRow(top), phases.endRow(top, rows));
    for (int c = 0; c < count; c++) {
      phases.fill(src, q + c, top, rows, band, c * bandSize);
    }
    int firstOut = q * multiplier();
    for (int m = 0; m < outs; m++) {
      int bandAt = m / multiplier() * bandSize;
      convolve(offsets, band, bandAt, firstOut + m, sums, m * sumsSize, n);
    }
    if (finish.isUniform()) {
      finish.apply(0, sums, 0, 0, 1, outs * sumsSize / LANES);
    }
    for (int m = 0; m < outs; m++) {
      if (!finish.isUniform()) {
        finish.apply(firstOut + m, sums, m * sumsSize, 0, 1, sumsSize / LANES);
      }
      int to = ((firstOut + m) * outH + top) * outW;
      copyRows(sums, m * sumsSize, phases.rowLength(), dst, to, outW, rows);
    }
  }

  private void convolve(
      int[] offsets, float[] band, int bandAt, int out, float[] sums, int sumsAt, int n) {
    int weight = out * offsets.length;
    for (int i = 0; i < n; i += VECTORS * LANES) {
      FloatVector s0 = FloatVector.broadcast(SPECIES, start[out]);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int t = 0; t < offsets.length; t++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, weights[weight + t]);
        int at = bandAt + offsets[t] + i;
        s0 = FloatVector.fromArray(SPECIES, band, at).fma(factor, s0);
        s1 = FloatVector.fromArray(SPECIES, band, at + LANES).fma(factor, s1);
        s2 = FloatVector.fromArray(SPECIES, band, at + 2 * LANES).fma(factor, s2);
        s3 = FloatVector.fromArray(SPECIES, band, at + 3 * LANES).fma(factor, s3);
      }
      int to = sumsAt + i;
      s0.intoArray(sums, to);
      s1.intoArray(sums, to + LANES);
      s2.intoArray(sums, to + 2 * LANES);
      s3.intoArray(sums, to + 3 * LANES);
    }
  }

  private void copyRows(
      float[] sums, int sumsAt, int rowLength, Int8Blob dst, int dstAt, int outW, int rows) {
    if (dst.reals() != null) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(sums, sumsAt + r * rowLength, dst.reals(), dstAt + r * outW, outW);
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      VectorInt8.narrowAhead(
          sums,
          sumsAt + r * rowLength,
          dst.integers(),
          dstAt + r * outW,
          outW,
          dstAt + rows * outW);
    }
  }
}
