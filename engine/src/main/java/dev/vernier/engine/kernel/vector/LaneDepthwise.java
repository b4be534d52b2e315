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

  /** The images and the place of the window on them. */
  private record Images(
      float[] src, int w, int h, int padLeft, int padTop, float padValue, float[] dst, int outW) {}

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
    Images images = new Images(src, w, h, padLeft, padTop, padValue, dst, outW);
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
      edge(images, channel, top, x * stride - images.padLeft, to + x * LANES);
    }
    int x = first;
    for (; x <= end - AT_ONCE; x += AT_ONCE) {
      four(images, channel, top, firstRow, endRow, x * stride - images.padLeft, to + x * LANES);
    }
    for (; x < images.outW; x++) {
      edge(images, channel, top, x * stride - images.padLeft, to + x * LANES);
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
      Images images, int channel, int top, int firstRow, int endRow, int left, int to) {
    float[] src = images.src;
    int next = shape.strideW() * LANES;
    int tap = shape.dilationW() * LANES;
    int image = source(channel) * images.h * images.w;
    FloatVector a = FloatVector.broadcast(SPECIES, start[channel]);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int ky = firstRow; ky < endRow; ky++) {
      int at = (image + (top + ky * shape.dilationH()) * images.w + left) * LANES;
      int weight = (channel * shape.kernelH() + ky) * shape.kernelW();
      for (int kx = 0; kx < shape.kernelW(); kx++) {
        FloatVector w = FloatVector.broadcast(SPECIES, weights[weight + kx]);
        a = w.fma(FloatVector.fromArray(SPECIES, src, at), a);
        b = w.fma(FloatVector.fromArray(SPECIES, src, at + next), b);
        c = w.fma(FloatVector.fromArray(SPECIES, src, at + 2 * next), c);
        d = w.fma(FloatVector.fromArray(SPECIES, src, at + 3 * next), d);
        at += tap;
      }
    }
    a.intoArray(images.dst, to);
    b.intoArray(images.dst, to + LANES);
    c.intoArray(images.dst, to + 2 * LANES);
    d.intoArray(images.dst, to + 3 * LANES);
  }

  /** One output, whose window may lie in the padding in part. */
  private void edge(Images images, int channel, int top, int left, int to) {
    int image = source(channel) * images.h * images.w;
    FloatVector sum = FloatVector.broadcast(SPECIES, start[channel]);
    int weight = channel * shape.kernelH() * shape.kernelW();
    for (int ky = 0; ky < shape.kernelH(); ky++) {
      int y = top + ky * shape.dilationH();
      for (int kx = 0; kx < shape.kernelW(); kx++) {
        int x = left + kx * shape.dilationW();
        FloatVector w = FloatVector.broadcast(SPECIES, weights[weight++]);
        if (x >= 0 && x < images.w && y >= 0 && y < images.h) {
          int at = (image + y * images.w + x) * LANES;
          sum = w.fma(FloatVector.fromArray(SPECIES, images.src, at), sum);
        } else {
          sum = w.fma(FloatVector.broadcast(SPECIES, images.padValue), sum);
        }
      }
    }
    sum.intoArray(images.dst, to);
  }
}
