package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8Kernels;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution to few pixels as a fully connected layer with a row a pixel: the lanes are out
 * channels. For one pixel it reads the weights once, eight times faster than {@link
 * VectorConvolution}, most of whose lanes would be idle; 7 × 7 pixels would leave it 15 lanes of
 * 64.
 */
final class VectorFewPixels {

  /** From here on at least half the lanes of {@link VectorConvolution} have work. */
  static final int PIXELS = Math.max(1, Tile.LANES / 2);

  /** What more lanes at work must gain before turning the result is worth its time. */
  private static final double LEAST_GAIN = 1.12;

  /** With fewer a window turning the result takes more than the lanes gain: 192 lose 30 %. */
  private static final int FEWEST_PRODUCTS = 512;

  /**
   * Out channels that must read a gathered window: 64 of a line of 40 pixels and 3072 products each
   * took 1.6 times as long as the other way.
   */
  private static final int FEWEST_READERS = 128;

  /** Elements of a patch's row from which on copying it costs little beside its products. */
  private static final int PATCH_ROW = 8;

  /** Windows of more are not gathered. */
  private static final int MOST_PIXELS = 64;

  /** Elements that are turned at once, so that rows a power of two apart do not share lines. */
  private static final int BLOCK = 16;

  private static final Int8Kernels INT8 = new VectorInt8();
  private static final int ROWS = 2;
  private static final int OUTPUTS = 3;

  private final ConvolutionShape shape;
  private final InnerProductKernel product;

  /** The product over reals; null over whole numbers. */
  private final VectorInnerProduct reals;

  private final float topScale;

  /** A convolution of one group over whole numbers. */
  VectorFewPixels(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.shape = shape;
    this.topScale = scaling.topScale();
    this.product =
        new VectorInt8InnerProduct(
            shape.weightsPerOutput(),
            shape.outChannels(),
            weights,
            scaling.units(),
            scaling.bias(),
            scaling.activation());
    this.reals = null;
  }

  /** A convolution of one group. */
  VectorFewPixels(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.topScale = 0f;
    this.reals =
        new VectorInnerProduct(
            shape.weightsPerOutput(), shape.outChannels(), weights, bias, activation);
    this.product = reals;
  }

  /** Whether a convolution of an image is faster this way. */
  static boolean suits(ConvolutionShape shape, int outW, int outH) {
    if (shape.groups() > 1
        || shape.weightsPerOutput() < FEWEST_PRODUCTS
        || (shape.outChannels() < FEWEST_READERS && !WindowProduct.isPointwise(shape))) {
      return false;
    }
    // The other way computes what lies between the ends of rows as well.
    long elements = (long) (outW + (shape.extentW() - 1) / shape.strideW()) * outH;
    long lanes = (elements + Tile.LANES - 1) / Tile.LANES * Tile.LANES;
    int pixels = outW * outH;
    return pixels <= MOST_PIXELS && lanes > LEAST_GAIN * PackedRows.paddedRows(pixels);
  }

  /**
   * Whether windows are patches that lie side by side, as where a transformer begins: gathered they
   * are the image once more, and all of them meet weights that {@link WindowProduct} would read
   * once a band of rows. 768 of 3 × 32 × 32 elements on 12 × 12 pixels took it 7.2 ms, and this way
   * 4.7 (Zen 5).
   */
  static boolean arePatches(ConvolutionShape shape) {
    return shape.groups() == 1
        && shape.dilationW() == 1
        && shape.kernelW() >= PATCH_ROW
        && shape.strideW() >= shape.kernelW()
        && shape.strideH() >= shape.extentH()
        && shape.weightsPerOutput() >= FEWEST_PRODUCTS
        && shape.outChannels() >= FEWEST_READERS;
  }

  /** Convolves an image of reals; its windows side by side are the rows of a product. */
  void runTurned(
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
    int pixels = outW * outH;
    float[] windows = src;
    if (!WindowProduct.isPointwise(shape) || w * h != pixels) {
      windows = scratch.scratch(ROWS, pixels * shape.weightsPerOutput());
      gatherTurned(src, w, h, padLeft, padTop, padValue, windows, outW, outH);
    }
    float[] products = scratch.scratch(OUTPUTS, pixels * shape.outChannels());
    reals.runTransposed(windows, pixels, products, scratch);
    turn(products, pixels, dst);
  }

  /** For each weight the elements that it meets, one a pixel. */
  private void gatherTurned(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] windows,
      int outW,
      int outH) {
    int at = 0;
    for (int q = 0; q < shape.inChannels(); q++) {
      for (int ky = 0; ky < shape.kernelH(); ky++) {
        int top = ky * shape.dilationH() - padTop;
        for (int kx = 0; kx < shape.kernelW(); kx++) {
          int left = kx * shape.dilationW() - padLeft;
          for (int outY = 0; outY < outH; outY++) {
            int y = top + outY * shape.strideH();
            int row = (q * h + y) * w;
            boolean inside = y >= 0 && y < h;
            for (int outX = 0; outX < outW; outX++) {
              int x = left + outX * shape.strideW();
              windows[at++] = inside && x >= 0 && x < w ? src[row + x] : padValue;
            }
          }
        }
      }
    }
  }

  private void turn(float[] products, int pixels, float[] dst) {
    int outputs = shape.outChannels();
    for (int first = 0; first < outputs; first += BLOCK) {
      int end = Math.min(outputs, first + BLOCK);
      for (int i = 0; i < pixels; i++) {
        for (int p = first; p < end; p++) {
          dst[p * pixels + i] = products[i * outputs + p];
        }
      }
    }
  }

  /** Convolves one image. */
  void run(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    int pixels = outW * outH;
    int k = shape.weightsPerOutput();
    int outputs = shape.outChannels();
    if (pixels == 1) {
      float[] row = src;
      if (k != shape.inChannels() || w * h != 1) {
        row = scratch.scratch(ROWS, k);
        gather(src, w, h, -padLeft, -padTop, padValue, row, 0);
      }
      if (dst.reals() != null) {
        product.run(row, 1, dst.reals(), scratch);
      } else {
        float[] products = scratch.scratch(OUTPUTS, outputs);
        product.run(row, 1, products, scratch);
        INT8.quantize(topScale, products, 0, dst.integers(), 0, outputs);
      }
      return;
    }
    float[] rows = scratch.scratch(ROWS, pixels * k);
    for (int i = 0; i < pixels; i++) {
      int left = i % outW * shape.strideW() - padLeft;
      int top = i / outW * shape.strideH() - padTop;
      gather(src, w, h, left, top, padValue, rows, i * k);
    }
    float[] products = scratch.scratch(OUTPUTS, pixels * outputs);
    product.run(rows, pixels, products, scratch);
    if (dst.reals() != null) {
      turn(products, pixels, dst.reals());
      return;
    }
    for (int p = 0; p < outputs; p++) {
      for (int i = 0; i < pixels; i++) {
        dst.integers()[p * pixels + i] = Int8.of(products[i * outputs + p] * topScale);
      }
    }
  }

  private void gather(
      float[] src, int w, int h, int left, int top, float padValue, float[] row, int rowAt) {
    int width = shape.kernelW();
    int at = rowAt;
    for (int q = 0; q < shape.inChannels(); q++) {
      for (int ky = 0; ky < shape.kernelH(); ky++) {
        int y = top + ky * shape.dilationH();
        boolean inside = y >= 0 && y < h;
        if (inside && left >= 0 && left + width <= w && shape.dilationW() == 1) {
          System.arraycopy(src, (q * h + y) * w + left, row, at, width);
          at += width;
          continue;
        }
        for (int kx = 0; kx < width; kx++) {
          int x = left + kx * shape.dilationW();
          row[at++] = inside && x >= 0 && x < w ? src[(q * h + y) * w + x] : padValue;
        }
      }
    }
  }
}
