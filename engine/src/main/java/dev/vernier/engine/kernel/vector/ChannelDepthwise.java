package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;

/**
 * A convolution of every channel by itself with channels in the lanes: no output of a row lies in
 * another's vector, so there are no edges to mask. A band of the image is copied with its padding.
 */
final class ChannelDepthwise implements PackedConvolution {
  private static final int BAND = 0;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int WORK = 3;

  /** Elements of a band, which is read again for each row of the window: 64 KiB. */
  private static final int BAND_SIZE = 1 << 14;

  private final ConvolutionShape shape;
  private final float[] weights;
  private final Activation activation;

  private record Image(int w, int h, int padLeft, int padTop, float padValue, int outW, int outH) {}

  /** A convolution that {@link #fits}. */
  ChannelDepthwise(ConvolutionShape shape, float[] weights, float[] start, Activation activation) {
    this.shape = shape;
    this.activation = activation;
    int window = shape.kernelW() * shape.kernelH();
    this.weights = new float[(1 + window) * shape.outChannels()];
    for (int p = 0; p < shape.outChannels(); p++) {
      int at = weightsAt(p / LANES) + p % LANES;
      this.weights[at] = start[p];
      for (int i = 0; i < window; i++) {
        this.weights[at + (1 + i) * LANES] = weights[p * window + i];
      }
    }
  }

  /** Whether it computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelLanes.FIT
        && shape.groups() == shape.inChannels()
        && shape.groups() == shape.outChannels()
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && shape.outChannels() % LANES == 0
        && ChannelDepthwiseRows.fit(shape.kernelW(), shape.strideW());
  }

  private int weightsAt(int vector) {
    return vector * (1 + shape.kernelW() * shape.kernelH()) * LANES;
  }

  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    return (srcPacked || dstPacked) && outW >= ChannelDepthwiseRows.AT_ONCE;
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
    Image image = new Image(w, h, padLeft, padTop, padValue, outW, outH);
    int vectors = shape.outChannels() / LANES;
    int parts = Math.min(scratch.threads(), vectors);
    scratch.split(
        parts,
        (part, own) -> {
          int end = share(vectors, part + 1, parts);
          for (int q = share(vectors, part, parts); q < end; q++) {
            channels(image, q, src, srcPacked, dst, dstPacked, own);
          }
        });
  }

  private static int share(int n, int part, int parts) {
    return (int) ((long) n * part / parts);
  }

  /** Convolves one vector of channels. */
  private void channels(
      Image image,
      int q,
      float[] src,
      boolean srcPacked,
      float[] dst,
      boolean dstPacked,
      Scratch scratch) {
    int pixels = image.w() * image.h();
    int outPixels = image.outW() * image.outH();
    float[] in = src;
    int at = q * pixels * LANES;
    if (!srcPacked) {
      in = scratch.scratch(IN, pixels * LANES);
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.pack(src, at, pixels, pixels, work, in, 0);
      at = 0;
    }
    float[] out = dst;
    int to = q * outPixels * LANES;
    if (!dstPacked) {
      out = scratch.scratch(OUT, outPixels * LANES);
      to = 0;
    }
    bands(image, q, in, at, out, to, scratch);
    if (!dstPacked) {
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.unpack(out, 0, outPixels, work, dst, q * outPixels * LANES, outPixels);
    }
  }

  private void bands(
      Image image, int q, float[] src, int at, float[] dst, int to, Scratch scratch) {
    int rowStep = ((image.outW() - 1) * shape.strideW() + shape.kernelW()) * LANES;
    int overlap = shape.kernelH() - shape.strideH();
    int wanted = (BAND_SIZE / rowStep - overlap) / shape.strideH();
    int most = Math.max(1, Math.min(wanted, image.outH()));
    float[] band = scratch.scratch(BAND, (most * shape.strideH() + Math.max(0, overlap)) * rowStep);
    int width = image.outW() * LANES;
    for (int top = 0; top < image.outH(); top += most) {
      int rows = Math.min(most, image.outH() - top);
      for (int y = 0; y < (rows - 1) * shape.strideH() + shape.kernelH(); y++) {
        copy(
            image, src, at, top * shape.strideH() + y - image.padTop(), band, y * rowStep, rowStep);
      }
      int first = to + top * width;
      for (int y = 0; y < rows; y++) {
        ChannelDepthwiseRows.row(
            shape.kernelW(),
            shape.strideW(),
            band,
            y * shape.strideH() * rowStep,
            rowStep,
            shape.kernelH(),
            weights,
            weightsAt(q),
            dst,
            first + y * width,
            image.outW());
      }
      TileActivation.apply(activation, dst, first, 0, 1, rows * image.outW());
    }
  }

  /** Copies one row with its padding. */
  private static void copy(
      Image image, float[] src, int at, int y, float[] band, int to, int rowStep) {
    if (y < 0 || y >= image.h()) {
      RowCopy.fill(image.padValue(), band, to, rowStep);
      return;
    }
    int before = Math.min(rowStep, image.padLeft() * LANES);
    int inside = Math.min(rowStep - before, image.w() * LANES);
    RowCopy.fill(image.padValue(), band, to, before);
    RowCopy.copy(src, at + y * image.w() * LANES, 1, band, to + before, inside);
    RowCopy.fill(image.padValue(), band, to + before + inside, rowStep - before - inside);
  }
}
