package dev.vernier.engine.kernel;

/**
 * Where the windows of one channel lie. The windows of the first row begin {@code padTop} rows
 * above the channel and those of the first column {@code padLeft} columns before it; they may reach
 * over any edge.
 *
 * @param w columns of the channel
 * @param h rows of the channel
 * @param outW windows in a row
 * @param outH rows of windows
 */
public record PoolingWindow(
    int w,
    int h,
    int kernelW,
    int kernelH,
    int strideW,
    int strideH,
    int padLeft,
    int padTop,
    int outW,
    int outH) {

  /** First row of the channel that the windows of an output row meet. */
  public int firstRow(int outY) {
    return Math.max(outY * strideH - padTop, 0);
  }

  /** First row of the channel after those windows; not above {@link #firstRow} if none is met. */
  public int endRow(int outY) {
    return Math.min(outY * strideH - padTop + kernelH, h);
  }

  /** First column of the channel that the windows of an output column meet. */
  public int firstColumn(int outX) {
    return Math.max(outX * strideW - padLeft, 0);
  }

  /** First column of the channel after those windows. */
  public int endColumn(int outX) {
    return Math.min(outX * strideW - padLeft + kernelW, w);
  }

  /** Rows of a channel with its padding: what the windows of a column reach over. */
  public int paddedHeight() {
    return Math.max((outH - 1) * strideH + kernelH, padTop + h);
  }

  /** Elements of a row with its padding: what the windows of a row reach over. */
  public int paddedWidth() {
    return Math.max((outW - 1) * strideW + kernelW, padLeft + w);
  }
}
