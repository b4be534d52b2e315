package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of every channel by itself. A channel is copied, with its padding, into {@link
 * ChannelPhases}; there each weight is one offset for all output elements, whatever the stride and
 * the dilation, and rows follow each other closely enough to be computed as one.
 */
final class VectorDepthwise implements ConvolutionKernel {
  private static final int PHASES = 0;
  private static final int SUMS = 1;

  /** Elements of a band: with its sums it takes about an L1 of 32 KiB. */
  private static final int BAND = 4096;

  /** Vectors of sums that share the load of a weight. */
  private static final int VECTORS = 4;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] bias;
  private final Activation activation;

  /** A convolution with one in channel and one or more out channels a group. */
  VectorDepthwise(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.weights = weights;
    this.bias = bias == null ? new float[shape.outChannels()] : bias;
    this.activation = activation;
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
    ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
    int parts = Math.min(scratch.threads(), shape.inChannels());
    int channels = (shape.inChannels() + parts - 1) / parts;
    scratch.split(
        parts,
        (part, own) -> {
          int first = part * channels;
          int end = Math.min(first + channels, shape.inChannels());
          for (int q = first; q < end; q++) {
            channel(phases, src, q, dst, outW, outH, own);
          }
        });
  }

  private void channel(
      ChannelPhases phases, float[] src, int q, float[] dst, int outW, int outH, Scratch scratch) {
    int multiplier = shape.outChannels() / shape.groups();
    int bandRows = Math.min(outH, phases.bandRows(BAND));
    float[] band = scratch.scratch(PHASES, phases.size(bandRows) + (VECTORS + 1) * LANES);
    float[] sums = scratch.scratch(SUMS, bandRows * phases.rowLength() + (VECTORS + 1) * LANES);
    for (int top = 0; top < outH; top += bandRows) {
      int rows = Math.min(bandRows, outH - top);
      phases.fill(src, q, top, rows, band, 0);
      int n = (rows - 1) * phases.rowLength() + outW;
      for (int m = 0; m < multiplier; m++) {
        int out = q * multiplier + m;
        convolve(phases.offsets(rows), band, out, sums, n);
        TileActivation.apply(activation, sums, 0, 0, 1, (n + LANES - 1) / LANES);
        copyRows(sums, phases.rowLength(), dst, (out * outH + top) * outW, outW, rows);
      }
    }
  }

  private void convolve(int[] offsets, float[] band, int out, float[] sums, int n) {
    int weight = out * offsets.length;
    for (int i = 0; i < n; i += VECTORS * LANES) {
      FloatVector s0 = FloatVector.broadcast(SPECIES, bias[out]);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int t = 0; t < offsets.length; t++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, weights[weight + t]);
        int at = offsets[t] + i;
        s0 = FloatVector.fromArray(SPECIES, band, at).fma(factor, s0);
        s1 = FloatVector.fromArray(SPECIES, band, at + LANES).fma(factor, s1);
        s2 = FloatVector.fromArray(SPECIES, band, at + 2 * LANES).fma(factor, s2);
        s3 = FloatVector.fromArray(SPECIES, band, at + 3 * LANES).fma(factor, s3);
      }
      s0.intoArray(sums, i);
      s1.intoArray(sums, i + LANES);
      s2.intoArray(sums, i + 2 * LANES);
      s3.intoArray(sums, i + 3 * LANES);
    }
  }

  private static void copyRows(
      float[] sums, int rowLength, float[] dst, int dstAt, int outW, int rows) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(sums, r * rowLength, dst, dstAt + r * outW, outW);
    }
  }
}
