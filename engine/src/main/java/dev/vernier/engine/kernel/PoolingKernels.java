package dev.vernier.engine.kernel;

/** Reductions of one channel to fewer elements. */
public interface PoolingKernels {

  /** The largest of n elements from an offset; n at least 1. */
  float max(float[] src, int at, int n);

  /** The sum of n elements from an offset. */
  float sum(float[] src, int at, int n);

  /**
   * The largest element of each window of one channel; {@code -Float.MAX_VALUE}, ncnn's padding
   * value, where a window meets no element.
   *
   * @param src one channel as the geometry has it, from srcAt
   * @param dst its outW × outH results, from dstAt; not the same array as src
   */
  void maxWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch);

  /** The sum of the elements of each window of one channel, as {@link #maxWindows} has them. */
  void sumWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch);
}
