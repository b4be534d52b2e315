package dev.vernier.engine.layer.conv;

/**
 * Adds the products of a transposed convolution to the image that they belong to: the product of
 * in-pixel (x, y) and kernel element (kx, ky) goes to (x·stride + kx·dilation − cut).
 *
 * @param window kernel, stride and dilation
 * @param w columns of the input
 * @param h rows of the input
 * @param cutLeft columns of the whole image that the output leaves out on the left
 * @param cutTop rows of the whole image that the output leaves out above
 * @param outW columns of the output
 * @param outH rows of the output
 */
record ColumnsToImage(
    ConvolutionWindow window, int w, int h, int cutLeft, int cutTop, int outW, int outH) {

  /**
   * Adds one output channel.
   *
   * @param columns kernel elements × in-pixels from columnsAt
   * @param dst outW × outH elements from dstAt, added to
   */
  void add(float[] columns, int columnsAt, float[] dst, int dstAt) {
    int at = columnsAt;
    for (int ky = 0; ky < window.kernelH(); ky++) {
      for (int kx = 0; kx < window.kernelW(); kx++) {
        int left = kx * window.dilationW() - cutLeft;
        int first = firstInside(left, window.strideW());
        int end = endInside(left, window.strideW(), outW, w);
        for (int y = 0; y < h; y++) {
          int row = y * window.strideH() + ky * window.dilationH() - cutTop;
          if (row >= 0 && row < outH) {
            addRow(columns, at + y * w, dst, dstAt + row * outW + left, first, end);
          }
        }
        at += w * h;
      }
    }
  }

  private void addRow(float[] columns, int from, float[] dst, int to, int first, int end) {
    int stride = window.strideW();
    for (int x = first; x < end; x++) {
      dst[to + x * stride] += columns[from + x];
    }
  }

  /** The first x for which left + x·stride is not negative. */
  private static int firstInside(int left, int stride) {
    return left >= 0 ? 0 : (int) ((-(long) left + stride - 1) / stride);
  }

  /** The first x, at most {@code count}, for which left + x·stride lies beyond {@code size}. */
  private static int endInside(int left, int stride, int size, int count) {
    int room = size - left;
    return room <= 0 ? 0 : (int) Math.min(count, ((long) room + stride - 1) / stride);
  }
}
