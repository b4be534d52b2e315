package dev.vernier.engine.kernel;

/** Reductions of one channel to fewer elements. */
public interface PoolingKernels {

  /** The largest of n elements from an offset; n at least 1. */
  float max(float[] src, int at, int n);

  /** The sum of n elements from an offset. */
  float sum(float[] src, int at, int n);

  /**
   * Maxima of windows that lie wholly inside a channel's padded plane.
   *
   * @param src one channel of w × h elements from srcAt
   * @param dst outW × outH elements from dstAt
   */
  void maxWindows(
      float[] src,
      int srcAt,
      int w,
      int h,
      int kernelW,
      int kernelH,
      int strideW,
      int strideH,
      float[] dst,
      int dstAt,
      int outW,
      int outH);
}
