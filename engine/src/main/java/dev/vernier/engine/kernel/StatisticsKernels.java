package dev.vernier.engine.kernel;

/** What calibration reads from a blob. */
public interface StatisticsKernels {

  /**
   * The largest magnitude of n elements, 0 for none; not finite if one of them is NaN or infinite.
   */
  float absMax(float[] src, int at, int n);

  /**
   * Adds n finite elements to a histogram of magnitudes over [0, absMax]: bin min((int)(|x| /
   * absMax · counts.length), counts.length − 1) in float arithmetic, zeros skipped.
   */
  void histogram(float[] src, int at, int n, float absMax, long[] counts);
}
