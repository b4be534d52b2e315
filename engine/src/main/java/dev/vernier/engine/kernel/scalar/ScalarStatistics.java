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
      float magnitude = Math.abs(src[at + i]);
      max = max < magnitude ? magnitude : max;
    }
    return max;
  }

  @Override
  public void histogram(float[] src, int at, int n, float absMax, long[] counts) {
    int last = counts.length - 1;
    float bins = counts.length;
    for (int i = 0; i < n; i++) {
      float magnitude = Math.abs(src[at + i]);
      if (magnitude != 0f) {
        counts[Math.min((int) (magnitude / absMax * bins), last)]++;
      }
    }
  }
}
