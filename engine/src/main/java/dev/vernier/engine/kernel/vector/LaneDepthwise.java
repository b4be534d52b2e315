package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import jdk.incubator.vector.FloatVector;

/**
 * {@link VectorDepthwise} of a vector of images: a vector is the same element of each, so windows
 * of any stride and dilation read whole vectors.
 */
final class LaneDepthwise implements ConvolutionKernel {
  private static final UnaryKernels UNARY = new VectorUnary();

  /** Outputs of a row that are summed at once. */
  private static final int AT_ONCE = 4;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] start;
  private final Activation activation;

  /**
   * A convolution with one in channel and one or more out channels a group.
   *
   * @param start a value an out channel
   */
  LaneDepthwise(ConvolutionShape shape, float[] weights, float[] start, Activation activation) {
    this.shape = shape;
    this.weights = weights;
    this.start = start;
    this.activation = activation;
  }

  /**
   * The images and the place of the window on them.
   *
   * @param taps where each weight's element lies from that of the first
   */
  private record Images(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int[] taps) {}

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
    Images images = new Images(src, w, h, padLeft, padTop, padValue, dst, outW, taps(w));
    int channels = shape.outChannels();
    int parts = Math.min(scratch.threads(), channels);
    scratch.split(
        parts,
        (part, own) -> {
          int end = (int) ((long) channels * (part + 1) / parts);
          for (int p = (int) ((long) channels * part / parts); p < end; p++) {
            int to = p * outH * outW * LANES;
            for (int y = 0; y < outH; y++) {
              row(images, p, y, to + y * outW * LANES);
            }
            UNARY.activate(activation, dst, to, dst, to, outH * outW * LANES);
          }
        });
  }

  private int[] taps(int w) {
    int[] taps = new int[shape.kernelW() * shape.kernelH()];
    for (int tap = 0; tap < taps.length; tap++) {
      int y = tap / shape.kernelW() * shape.dilationH();
      int x = tap % shape.kernelW() * shape.dilationW();
      taps[tap] = (y * w + x) * LANES;
    }
    return taps;
  }

  private void row(Images images, int channel, int outY, int to) {
    int top = outY * shape.strideH() - images.padTop;
    int stride = shape.strideW();
    // Outputs whose windows lie inside, and windows of rows of zeros are cut.
    int first = Math.min(images.outW, (images.padLeft + stride - 1) / stride);
    int inside = Math.floorDiv(images.w - shape.extentW() + images.padLeft, stride) + 1;
    int end = Math.max(first, Math.min(images.outW, inside));
    int firstRow = firstRow(top);
    int endRow = endRow(top, images.h);
    if (images.padValue != 0f && endRow - firstRow < shape.kernelH()) {
      first = images.outW;
      end = first;
    }
    for (int x = 0; x < first; x++) {
      edge(images, channel, top, firstRow, endRow, x * stride - images.padLeft, to + x * LANES);
    }
    int x = first;
    for (; x <= end - AT_ONCE; x += AT_ONCE) {
      four(
          images,
          channel,
          top,
          firstRow * shape.kernelW(),
          endRow * shape.kernelW(),
          x * stride - images.padLeft,
          to + x * LANES);
    }
    for (; x < images.outW; x++) {
      edge(images, channel, top, firstRow, endRow, x * stride - images.padLeft, to + x * LANES);
    }
  }

  /** First row of a window from a row of the image on that lies within it. */
  private int firstRow(int top) {
    return top >= 0
        ? 0
        : Math.min(shape.kernelH(), (shape.dilationH() - 1 - top) / shape.dilationH());
  }

  private int endRow(int top, int h) {
    int rows = Math.floorDiv(h - 1 - top, shape.dilationH()) + 1;
    return Math.max(firstRow(top), Math.min(shape.kernelH(), rows));
  }

  private int source(int channel) {
    return channel / (shape.outChannels() / shape.inChannels());
  }

  private void four(
      Images images, int channel, int top, int firstTap, int endTap, int left, int to) {
    float[] src = images.src;
    int[] taps = images.taps;
    int next = shape.strideW() * LANES;
    int at = (source(channel) * images.h * images.w + top * images.w + left) * LANES;
    int weight = channel * taps.length;
    FloatVector a = FloatVector.broadcast(SPECIES, start[channel]);
    FloatVector b = FloatVector.broadcast(SPECIES, start[channel]);
    FloatVector c = FloatVector.broadcast(SPECIES, start[channel]);
    FloatVector d = FloatVector.broadcast(SPECIES, start[channel]);
    // One loop over all taps: in two, C2 of JDK 17 boxes the sums.
    for (int tap = firstTap; tap < endTap; tap++) {
      FloatVector w = FloatVector.broadcast(SPECIES, weights[weight + tap]);
      int from = at + taps[tap];
      a = w.fma(FloatVector.fromArray(SPECIES, src, from), a);
      b = w.fma(FloatVector.fromArray(SPECIES, src, from + next), b);
      c = w.fma(FloatVector.fromArray(SPECIES, src, from + 2 * next), c);
      d = w.fma(FloatVector.fromArray(SPECIES, src, from + 3 * next), d);
    }
    a.intoArray(images.dst, to);
    b.intoArray(images.dst, to + LANES);
    c.intoArray(images.dst, to + 2 * LANES);
    d.intoArray(images.dst, to + 3 * LANES);
  }

  /** One output, whose window may lie in the padding in part. */
  private void edge(
      Images images, int channel, int top, int firstRow, int endRow, int left, int to) {
    int dilation = shape.dilationW();
    int first = left >= 0 ? 0 : Math.min(shape.kernelW(), (dilation - 1 - left) / dilation);
    int end = Math.min(shape.kernelW(), Math.floorDiv(images.w - 1 - left, dilation) + 1);
    int image = source(channel) * images.h * images.w;
    float sum = start[channel];
    if (images.padValue != 0f) {
      sum += images.padValue * outside(channel, firstRow, endRow, first, end);
    }
    FloatVector.broadcast(SPECIES, sum).intoArray(images.dst, to);
    for (int ky = firstRow; ky < endRow; ky++) {
      int y = top + ky * shape.dilationH();
      int at = (image + y * images.w + left + first * dilation) * LANES;
      int weight = (channel * shape.kernelH() + ky) * shape.kernelW() + first;
      add(weight, end - first, images.src, at, images.dst, to);
    }
  }

  /** The sum of the weights that some rows and columns of a window leave out. */
  private float outside(int channel, int firstRow, int endRow, int first, int end) {
    float sum = 0f;
    int weight = channel * shape.kernelH() * shape.kernelW();
    for (int ky = 0; ky < shape.kernelH(); ky++) {
      for (int kx = 0; kx < shape.kernelW(); kx++) {
        boolean inside = ky >= firstRow && ky < endRow && kx >= first && kx < end;
        sum += inside ? 0f : weights[weight];
        weight++;
      }
    }
    return sum;
  }

  /** Adds n weights times as many elements of a row to one output. */
  private void add(int weight, int n, float[] src, int at, float[] dst, int to) {
    int next = shape.dilationW() * LANES;
    FloatVector sum = FloatVector.fromArray(SPECIES, dst, to);
    for (int i = 0; i < n; i++) {
      FloatVector w = FloatVector.broadcast(SPECIES, weights[weight + i]);
      sum = w.fma(FloatVector.fromArray(SPECIES, src, at + i * next), sum);
    }
    sum.intoArray(dst, to);
  }
}
