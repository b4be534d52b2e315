package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;

/**
 * A 1 x 1 convolution with channels in the lanes: pixels are the rows of one product. Channels in
 * or out that do not fill vectors lie apart on that side, and the last vector of them overlaps the
 * one before.
 */
final class ChannelPointwise implements PackedConvolution {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int WORK = 2;

  /**
   * Elements, in and out, of the pixels that are multiplied by all panels in turn: half an L2, of 1
   * MiB or 512 KiB.
   */
  private static final int BLOCK = ChannelLanes.NARROW ? 1 << 16 : 1 << 17;

  private final ConvolutionShape shape;
  private final ChannelMatrix matrix;
  private final Activation activation;
  private final int outVectors;
  private final int fewest;

  /** For an image with padding; null where channels do not fill vectors. */
  private final ChannelDirect padded;

  /** Those of the last image. */
  private volatile Steps steps;

  private record Steps(int pixels, int[] each) {}

  /** A convolution that {@link #fits}. */
  ChannelPointwise(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.activation = activation;
    this.outVectors = ChannelLanes.vectors(shape.outChannels());
    this.fewest = ChannelTile.fewestRows(shape.inChannels());
    int in = shape.inChannels();
    float[] ordered = new float[in * outVectors * LANES];
    float[] start = new float[outVectors * LANES];
    for (int i = 0; i < start.length; i++) {
      int o = ChannelLanes.first(shape.outChannels(), i / LANES) + i % LANES;
      System.arraycopy(weights, o * in, ordered, i * in, in);
      start[i] = bias == null ? 0 : bias[o];
    }
    this.matrix = new ChannelMatrix(in, start.length, ordered, start);
    this.padded = ChannelDirect.fits(shape) ? new ChannelDirect(shape, matrix, activation) : null;
  }

  /** Whether it computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelLanes.FIT
        && shape.groups() == 1
        && WindowProduct.isPointwise(shape)
        && isCheap(shape.inChannels(), shape.outChannels());
  }

  /**
   * Whether channels fill vectors, but for those of the smaller side, which cost little to turn.
   */
  private static boolean isCheap(int in, int out) {
    return Math.min(in, out) >= LANES && Math.max(in, out) % LANES == 0;
  }

  /** It always follows: a layer that falls out of step makes a Concat of it do so too. */
  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    if (outW != w || outH != h) {
      return padded != null && padded.suits(w, h, outW, outH, srcPacked, dstPacked);
    }
    return (srcPacked || dstPacked) && outW * outH >= fewest;
  }

  @Override
  public void run(
      float[] src,
      boolean srcPacked,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      boolean dstPacked,
      int outW,
      int outH,
      Scratch scratch) {
    if (outW != w || outH != h) {
      padded.run(
          src, srcPacked, w, h, padLeft, padTop, padValue, dst, dstPacked, outW, outH, scratch);
      return;
    }
    int pixels = outW * outH;
    float[] in = src;
    if (!srcPacked) {
      in = scratch.scratch(IN, ChannelLanes.vectors(shape.inChannels()) * LANES * pixels);
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.pack(src, shape.inChannels(), pixels, work, in);
    }
    float[] out = dstPacked ? dst : scratch.scratch(OUT, outVectors * LANES * pixels);
    multiply(in, out, pixels, scratch);
    if (!dstPacked) {
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.unpack(out, shape.outChannels(), pixels, work, dst);
    }
  }

  private void multiply(float[] in, float[] out, int pixels, Scratch scratch) {
    int both = shape.inChannels() + shape.outChannels();
    int wanted = Math.max(fewest, BLOCK / both);
    int least = Math.max(scratch.threads(), (pixels + wanted - 1) / wanted);
    int blocks = Math.min(least, pixels / fewest);
    int parts = Math.min(scratch.threads(), blocks);
    int[] each = steps(pixels);
    int vectorStep = pixels * LANES;
    scratch.split(
        parts,
        (part, own) -> {
          int last = share(blocks, part + 1, parts);
          for (int block = share(blocks, part, parts); block < last; block++) {
            int first = share(pixels, block, blocks);
            int rows = share(pixels, block + 1, blocks) - first;
            int at = first * LANES;
            matrix.multiply(rows, in, at, each, out, at, vectorStep);
            TileActivation.apply(activation, out, at, vectorStep, outVectors, rows);
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  private int[] steps(int pixels) {
    Steps found = steps;
    if (found == null || found.pixels() != pixels) {
      found = new Steps(pixels, ChannelMatrix.steps(shape.inChannels(), pixels * LANES));
      steps = found;
    }
    return found.each();
  }
}
