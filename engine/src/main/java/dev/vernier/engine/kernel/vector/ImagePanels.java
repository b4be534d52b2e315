package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;

/**
 * A padded image as the right matrix of a product: a column an output pixel, a row a weight. The
 * matrix is never built; panels of it are copied from the image as they are needed.
 */
final class ImagePanels {
  private final ConvolutionShape shape;
  private final float[] src;
  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int outW;

  ImagePanels(
      ConvolutionShape shape,
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      int outW) {
    this.shape = shape;
    this.src = src;
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.outW = outW;
  }

  /**
   * Copies some rows of some columns. Columns from {@code columns} to {@code width} are left as
   * they are: what is computed from them is thrown away.
   *
   * @param channel first in channel of the group
   * @param from first row
   * @param to row after the last
   * @param pixel first column
   * @param panel at least (to − from) · width elements and one vector
   */
  void pack(int channel, int from, int to, int pixel, int columns, int width, float[] panel) {
    int window = shape.kernelW() * shape.kernelH();
    int q = channel + from / window;
    int ky = from % window / shape.kernelW();
    int kx = from % shape.kernelW();
    int firstY = pixel / outW;
    int firstX = pixel % outW;
    int at = 0;
    for (int row = from; row < to; row++) {
      int y = firstY * shape.strideH() - padTop + ky * shape.dilationH();
      int x = kx * shape.dilationW() - padLeft;
      int ox = firstX;
      for (int j = 0; j < columns; ) {
        int len = Math.min(columns - j, outW - ox);
        if (y < 0 || y >= h) {
          RowCopy.fill(padValue, panel, at + j, len);
        } else {
          RowCopy.padded(
              src,
              (q * h + y) * w,
              w,
              ox * shape.strideW() + x,
              shape.strideW(),
              padValue,
              panel,
              at + j,
              len);
        }
        j += len;
        ox = 0;
        y += shape.strideH();
      }
      at += width;
      kx++;
      if (kx == shape.kernelW()) {
        kx = 0;
        ky++;
        if (ky == shape.kernelH()) {
          ky = 0;
          q++;
        }
      }
    }
  }
}
