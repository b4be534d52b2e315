package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution of any window with channels in the lanes: the pixels of an output row are the rows
 * of one product. A band of the image is copied with its padding, columns that a stride keeps apart
 * brought together, so that neighbouring outputs read neighbouring vectors. An image of fewer
 * channels than lanes, which a net's first layer gets, takes a vector a pixel in the band as well.
 */
final class ChannelDirect implements PackedConvolution {
  private static final int BAND = 0;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int WORK = 3;

  /** Elements of a band: half an L2 of 1 MiB, a quarter of the 512 KiB that 8 lanes come with. */
  private static final int BAND_SIZE = ChannelLanes.NARROW ? 1 << 15 : 1 << 17;

  private final ConvolutionShape shape;
  private final ChannelMatrix matrix;
  private final Activation activation;

  /** Lanes that hold an in channel, and vectors of them. */
  private final int inLanes;

  private final int inVectors;

  /** Columns of a window that a stride keeps apart. */
  private final int phases;

  /** Those of the last image. */
  private volatile Steps steps;

  private record Steps(int columns, int vectorStep, int[] each) {}

  private record Image(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int outH) {}

  /** A convolution that {@link #fits}. */
  ChannelDirect(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this(shape, matrix(shape, weights, bias), activation);
  }

  /** A convolution of a single pixel's window. */
  ChannelDirect(ConvolutionShape shape, ChannelMatrix matrix, Activation activation) {
    this.shape = shape;
    this.matrix = matrix;
    this.activation = activation;
    this.phases = Math.min(shape.strideW(), shape.kernelW());
    this.inLanes = Math.min(LANES, shape.inChannels());
    this.inVectors = shape.inChannels() / inLanes;
  }

  private static ChannelMatrix matrix(ConvolutionShape shape, float[] weights, float[] bias) {
    int inLanes = Math.min(LANES, shape.inChannels());
    int window = shape.kernelW() * shape.kernelH();
    int k = shape.weightsPerOutput();
    float[] ordered = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      int q = i % k / window;
      int at = (q / inLanes * window + i % window) * inLanes + q % inLanes;
      ordered[i / k * k + at] = weights[i];
    }
    return new ChannelMatrix(k, shape.outChannels(), ordered, bias);
  }

  /** Whether it computes such a window at all. */
  static boolean fits(ConvolutionShape shape) {
    return ChannelLanes.FIT
        && shape.groups() == 1
        && shape.dilationW() == 1
        && shape.dilationH() == 1
        && (shape.inChannels() % LANES == 0 || isFirst(shape))
        && shape.outChannels() % LANES == 0;
  }

  /** Whether in channels leave lanes empty; {@link ChannelTile} wants them in pairs or odd. */
  private static boolean isFirst(ConvolutionShape shape) {
    int channels = shape.inChannels();
    return channels < LANES && (channels % 2 == 0 || shape.weightsPerOutput() % 2 == 1);
  }

  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    int fewest = ChannelTile.fewestRows(shape.weightsPerOutput());
    return (srcPacked || dstPacked) && outW >= fewest;
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
    if (!srcPacked && inLanes == LANES) {
      in = scratch.scratch(IN, shape.inChannels() * w * h);
      float[] work = scratch.scratch(WORK, ChannelLanes.WORK_SIZE);
      ChannelLanes.pack(src, shape.inChannels(), w * h, work, in);
    }
    float[] out = dstPacked ? dst : scratch.scratch(OUT, shape.outChannels() * outW * outH);
    Image image = new Image(in, w, h, padLeft, padTop, padValue, out, outW, outH);
    int parts = Math.min(scratch.threads(), outH);
    int wanted = BAND_SIZE / (shape.strideH() * rowStep(outW) * inVectors);
    int most = Math.max(1, Math.min(wanted, (outH + parts - 1) / parts));
    scratch.split(
        parts,
        (part, own) -> {
          int end = share(outH, part + 1, parts);
          for (int y = share(outH, part, parts); y < end; y += most) {
            band(image, y, Math.min(most, end - y), most, own);
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

  /** Columns of each phase of a band. */
  private int columns(int outW) {
    return outW + (shape.kernelW() - 1) / shape.strideW();
  }

  /** Elements of a row of a band. */
  private int rowStep(int outW) {
    return phases * columns(outW) * LANES;
  }

  /**
   * Computes some rows of all out channels.
   *
   * @param most rows of the largest band
   */
  private void band(Image image, int top, int rows, int most, Scratch scratch) {
    int rowStep = rowStep(image.outW());
    int vectorStep = ((most - 1) * shape.strideH() + shape.kernelH()) * rowStep;
    float[] band = scratch.scratch(BAND, inVectors * vectorStep);
    for (int q = 0; q < inVectors; q++) {
      for (int y = 0; y < (rows - 1) * shape.strideH() + shape.kernelH(); y++) {
        // Rows that a stride passes over are not read.
        if (y % shape.strideH() < shape.kernelH()) {
          row(image, q, top * shape.strideH() + y, band, q * vectorStep + y * rowStep);
        }
      }
    }
    int width = image.outW() * LANES;
    int plane = image.outH() * width;
    float[] dst = image.dst();
    int at = top * width;
    matrix.multiply(
        rows,
        image.outW(),
        band,
        0,
        shape.strideH() * rowStep,
        steps(columns(image.outW()), vectorStep),
        dst,
        at,
        width,
        plane);
    int outVectors = shape.outChannels() / LANES;
    TileActivation.apply(activation, dst, at, plane, outVectors, rows * image.outW());
  }

  /** Copies a row of one vector of channels, phase by phase. */
  private void row(Image image, int q, int paddedY, float[] band, int to) {
    int columns = columns(image.outW());
    int y = paddedY - image.padTop();
    if (y < 0 || y >= image.h()) {
      RowCopy.fill(image.padValue(), band, to, phases * columns * LANES);
      return;
    }
    int stride = shape.strideW();
    for (int phase = 0; phase < phases; phase++) {
      int at = to + phase * columns * LANES;
      int x = phase - image.padLeft();
      // Columns that lie in the image.
      int first = Math.min(columns, x >= 0 ? 0 : (stride - 1 - x) / stride);
      int end = Math.max(first, Math.min(columns, Math.floorDiv(image.w() - 1 - x, stride) + 1));
      RowCopy.fill(image.padValue(), band, at, first * LANES);
      RowCopy.fill(image.padValue(), band, at + end * LANES, (columns - end) * LANES);
      int from = x + first * stride;
      at += first * LANES;
      if (inLanes < LANES) {
        for (int c = 0; c < inLanes; c++) {
          int row = (c * image.h() + y) * image.w() + from;
          spread(image.src(), row, stride, band, at + c, end - first);
        }
      } else {
        int row = (q * image.h() + y) * image.w() + from;
        copy(image.src(), row * LANES, stride * LANES, band, at, end - first);
      }
    }
  }

  /** Copies n vectors that lie some elements apart. */
  private static void copy(float[] src, int from, int step, float[] band, int to, int n) {
    for (int j = 0; j < n; j++) {
      FloatVector.fromArray(SPECIES, src, from + j * step).intoArray(band, to + j * LANES);
    }
  }

  /** Copies n elements to a lane of as many vectors. */
  private static void spread(float[] src, int from, int step, float[] band, int to, int n) {
    for (int j = 0; j < n; j++) {
      band[to + j * LANES] = src[from + j * step];
    }
  }

  private int[] steps(int columns, int vectorStep) {
    Steps found = steps;
    if (found == null || found.columns() != columns || found.vectorStep() != vectorStep) {
      int[] each = new int[shape.weightsPerOutput()];
      int p = 0;
      for (int q = 0; q < inVectors; q++) {
        for (int y = 0; y < shape.kernelH(); y++) {
          for (int x = 0; x < shape.kernelW(); x++) {
            int phase = (y * phases + x % shape.strideW()) * columns;
            int at = q * vectorStep + (phase + x / shape.strideW()) * LANES;
            for (int lane = 0; lane < inLanes; lane++) {
              each[p++] = at + lane;
            }
          }
        }
      }
      found = new Steps(columns, vectorStep, each);
      steps = found;
    }
    return found.each();
  }
}
