package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * A transposed convolution whose windows do not overlap, with channels in the lanes: each element
 * of the window is a 1 x 1 convolution, whose pixels are dealt out as whole vectors.
 */
final class ChannelTransposed implements PackedConvolution {
  private static final int IN = 0;
  private static final int SUMS = 1;
  private static final int OUT = 2;
  private static final int WORK = 3;

  /** Pixels that are multiplied by a matrix at once, if the image is large enough. */
  private static final int BLOCK = 256;

  private final ConvolutionShape shape;
  private final ChannelMatrix[] matrices;
  private final Activation activation;

  /** Those of the last image. */
  private volatile Steps steps;

  private record Steps(int pixels, int[] each) {}

  /**
   * A convolution that {@link #fits}.
   *
   * @param weights out × in × window
   */
  ChannelTransposed(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.activation = activation;
    this.matrices = new ChannelMatrix[shape.kernelW() * shape.kernelH()];
    float[] matrix = new float[shape.inChannels() * shape.outChannels()];
    for (int k = 0; k < matrices.length; k++) {
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = weights[i * matrices.length + k];
      }
      matrices[k] = new ChannelMatrix(shape.inChannels(), shape.outChannels(), matrix, bias);
    }
  }

  /** Whether it computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelLanes.FIT
        && shape.groups() == 1
        && shape.kernelW() == shape.strideW()
        && shape.kernelH() == shape.strideH()
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.inChannels() % LANES == 0
        && shape.outChannels() % LANES == 0;
  }

  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    return w >= ChannelTile.FEWEST_ROWS
        && outW == w * shape.strideW()
        && outH == h * shape.strideH();
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
    float[] in = src;
    if (!srcPacked) {
      in = scratch.scratch(IN, shape.inChannels() * w * h);
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.pack(src, shape.inChannels(), w * h, work, in);
    }
    float[] pixels = in;
    float[] out = dstPacked ? dst : scratch.scratch(OUT, shape.outChannels() * outW * outH);
    int[] each = steps(w * h);
    int most = Math.max(1, BLOCK / w);
    int parts = Math.min(scratch.threads(), h);
    scratch.split(
        parts,
        (part, own) -> {
          int end = share(h, part + 1, parts);
          for (int y = share(h, part, parts); y < end; y += most) {
            rows(pixels, w, h, y, Math.min(most, end - y), each, out, own);
          }
        });
    if (!dstPacked) {
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.unpack(out, shape.outChannels(), outW * outH, work, dst);
    }
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  /** Computes what some rows of the input give. */
  private void rows(
      float[] src, int w, int h, int top, int rows, int[] each, float[] dst, Scratch scratch) {
    int vectors = shape.outChannels() / LANES;
    int step = rows * w * LANES;
    float[] sums = scratch.scratch(SUMS, vectors * step);
    int outW = w * shape.strideW();
    int outH = h * shape.strideH();
    for (int k = 0; k < matrices.length; k++) {
      matrices[k].multiply(rows * w, src, top * w * LANES, each, sums, 0, step);
      TileActivation.apply(activation, sums, 0, 0, 1, vectors * rows * w);
      int row = top * shape.strideH() + k / shape.kernelW();
      int column = k % shape.kernelW();
      for (int i = 0; i < vectors * rows; i++) {
        int y = i / rows * outH + row + i % rows * shape.strideH();
        deal(sums, i * w * LANES, w, dst, (y * outW + column) * LANES, shape.strideW() * LANES);
      }
    }
  }

  /** Copies n vectors to places some elements apart. */
  private static void deal(float[] src, int at, int n, float[] dst, int to, int next) {
    for (int x = 0; x < n; x++) {
      FloatVector.fromArray(SPECIES, src, at + x * LANES).intoArray(dst, to + x * next);
    }
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
