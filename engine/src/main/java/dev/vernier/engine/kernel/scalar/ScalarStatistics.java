package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.StatisticsKernels;

/** Largest magnitude and histogram in the arithmetic of ncnn2table. */
public final class ScalarStatistics implements StatisticsKernels {

  /** Stateless. */
  public ScalarStatistics() {}

  @Override
  public float absMax(float[] src, int at, int n) {
    float max = 0f;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(src[at + i]));
    }
    return max;
  }

  @Override
  public float histogram(float[] src, int at, int n, float absMax, long[] counts) {
    float most = absMax(src, at, n);
    if (!Float.isFinite(most)) {
      return most;
    }
    int last = counts.length - 1;
    float bins = counts.length;
    int zeros = 0;
    for (int i = at; i < at + n; i++) {
      float magnitude = Math.abs(src[i]);
      // A division, not a product with 1 / absMax: the last bit decides between two bins.
      counts[Math.min((int) (magnitude / absMax * bins), last)]++;
      zeros += magnitude == 0f ? 1 : 0;
    }
    // Zeros fall into bin 0, as 0 / absMax or as the NaN of 0 / 0; half a blob after a ReLU are
    // zeros, so taking them out here is cheaper than a branch that is mispredicted.
    counts[0] -= zeros;
    return most;
  }

  @Override
  public int bins(float[] src, int at, int n, float scale, int last, int[] bins, int to) {
    int nonzero = 0;
    for (int i = 0; i < n; i++) {
      float magnitude = Math.abs(src[at + i]);
      bins[to + i] = Math.min((int) (magnitude * scale), last);
      nonzero += magnitude == 0f ? 0 : 1;
    }
    return nonzero;
  }
}
