package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;

/** A 1 x 1 convolution with channels in the lanes: pixels are the rows of one product. */
final class ChannelPointwise implements PackedConvolution {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int WORK = 2;

  /**
   * Elements of the pixels that are multiplied by all panels in turn: a quarter of an L2, of 1 MiB
   * or 512 KiB.
   */
  private static final int BLOCK = ChannelLanes.NARROW ? 1 << 15 : 1 << 16;

  private final ConvolutionShape shape;
  private final ChannelMatrix matrix;
  private final Activation activation;

  /** For an image with padding. */
  private final ChannelDirect padded;

  /** Those of the last image. */
  private volatile Steps steps;

  private record Steps(int pixels, int[] each) {}

  /** A convolution that {@link #fits}. */
  ChannelPointwise(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.matrix = new ChannelMatrix(shape.inChannels(), shape.outChannels(), weights, bias);
    this.activation = activation;
    this.padded = new ChannelDirect(shape, matrix, activation);
  }

  /** Whether it computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelDirect.fits(shape)
        && WindowProduct.isPointwise(shape)
        && shape.inChannels() % LANES == 0;
  }

  /**
   * Where its products take as long as those of pixels in the lanes it follows, if that is cheap.
   * With 8 lanes it always does: a layer that falls out of step makes a Concat of it do so too.
   */
  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    boolean cheap =
        srcPacked
            ? dstPacked || shape.outChannels() <= shape.inChannels()
            : dstPacked && shape.inChannels() <= shape.outChannels();
    boolean follows = ChannelLanes.NARROW ? srcPacked || dstPacked : cheap;
    if (outW != w || outH != h) {
      return padded.suits(w, h, outW, outH, srcPacked, dstPacked);
    }
    return follows && outW * outH >= ChannelTile.FEWEST_ROWS;
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
      in = scratch.scratch(IN, shape.inChannels() * pixels);
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.pack(src, shape.inChannels(), pixels, work, in);
    }
    float[] out = dstPacked ? dst : scratch.scratch(OUT, shape.outChannels() * pixels);
    multiply(in, out, pixels, scratch);
    if (!dstPacked) {
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.unpack(out, shape.outChannels(), pixels, work, dst);
    }
  }

  private void multiply(float[] in, float[] out, int pixels, Scratch scratch) {
    int wanted = Math.max(ChannelTile.FEWEST_ROWS, BLOCK / shape.inChannels());
    int least = Math.max(scratch.threads(), (pixels + wanted - 1) / wanted);
    int blocks = Math.min(least, pixels / ChannelTile.FEWEST_ROWS);
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
            int vectors = shape.outChannels() / LANES;
            TileActivation.apply(activation, out, at, vectorStep, vectors, rows);
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
