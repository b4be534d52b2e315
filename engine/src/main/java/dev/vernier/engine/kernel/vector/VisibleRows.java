package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;

/**
 * The rows of a window that meet the image where the window has one place down it, as in nets that
 * read lines of text: all others lie in the zeros around the image and add nothing.
 *
 * @param first row of the window
 * @param count rows from there
 */
record VisibleRows(int first, int count) {

  /** The rows for an image of h rows below {@code padTop} rows of zeros. */
  static VisibleRows of(ConvolutionShape shape, int h, int padTop) {
    int dilation = shape.dilationH();
    int first = (padTop + dilation - 1) / dilation;
    int end = Math.min(shape.kernelH(), (padTop + h + dilation - 1) / dilation);
    return new VisibleRows(first, end - first);
  }

  /** Whether these are fewer than all, and there are any. */
  boolean cut(ConvolutionShape shape) {
    return count > 0 && count < shape.kernelH();
  }

  /** Rows of padding above the image that the first of these rows still covers, at most 0. */
  int padTop(ConvolutionShape shape, int padTop) {
    return padTop - first * shape.dilationH();
  }

  /** The window of these rows alone. */
  ConvolutionShape of(ConvolutionShape shape) {
    return new ConvolutionShape(
        shape.inChannels(),
        shape.outChannels(),
        shape.kernelW(),
        count,
        shape.strideW(),
        1,
        shape.dilationW(),
        shape.dilationH(),
        shape.groups());
  }

  /** The weights of these rows alone. */
  float[] of(ConvolutionShape shape, float[] weights) {
    int row = shape.kernelW();
    int window = shape.kernelH() * row;
    int kept = count * row;
    float[] cut = new float[weights.length / window * kept];
    for (int from = first * row, to = 0; to < cut.length; from += window, to += kept) {
      System.arraycopy(weights, from, cut, to, kept);
    }
    return cut;
  }
}
