package dev.vernier.engine.kernel;

/** What calibration reads from a blob. */
public interface StatisticsKernels {

  /** The largest magnitude of n finite elements; 0 for none. */
  float absMax(float[] src, int at, int n);

  /**
   * Adds n elements to a histogram of magnitudes over [0, absMax]: bin min((int)(|x| / absMax ·
   * counts.length), counts.length − 1), zeros skipped.
   */
  void histogram(float[] src, int at, int n, float absMax, long[] counts);
}
