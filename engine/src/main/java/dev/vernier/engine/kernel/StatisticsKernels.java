package dev.vernier.engine.kernel;

/** What calibration reads from a blob. */
public interface StatisticsKernels {

  /**
   * The largest magnitude of n elements, 0 for none; not finite if one of them is NaN or infinite.
   */
  float absMax(float[] src, int at, int n);

  /**
   * Adds n elements to a histogram of magnitudes over [0, absMax]: bin min((int)(|x| / absMax ·
   * counts.length), counts.length − 1) in float arithmetic, zeros skipped.
   *
   * @return their {@link #absMax}; where that is not finite none has been added
   */
  float histogram(float[] src, int at, int n, float absMax, long[] counts);

  /**
   * Finds the bins of n finite elements by a product that is exact: min((int)(|x| · scale), last).
   *
   * @param scale a power of two
   * @param last below 2²²
   * @param bins takes them from {@code to} on
   * @return how many elements are not zero
   */
  int bins(float[] src, int at, int n, float scale, int last, int[] bins, int to);
}
