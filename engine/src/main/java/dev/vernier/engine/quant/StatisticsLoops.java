package dev.vernier.engine.quant;

/** The two loops over activations, in their plain form, which is the specification. */
final class StatisticsLoops {

  private StatisticsLoops() {}

  /**
   * The largest magnitude of n elements, 0 for none; NaN if one of them is NaN, infinite if one is.
   */
  static float absMax(float[] src, int at, int n) {
    float max = 0f;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, Math.abs(src[i]));
    }
    return max;
  }

  /**
   * Adds n finite elements to a histogram of magnitudes over [0, absMax]: bin min((int)(|x| /
   * absMax · counts.length), counts.length − 1) in float arithmetic, zeros skipped.
   */
  static void histogram(float[] src, int at, int n, float absMax, long[] counts) {
    int last = counts.length - 1;
    int zeros = 0;
    for (int i = at; i < at + n; i++) {
      float magnitude = Math.abs(src[i]);
      // A division, not a product with 1 / absMax: the last bit decides between two bins.
      counts[Math.min((int) (magnitude / absMax * counts.length), last)]++;
      zeros += magnitude == 0f ? 1 : 0;
    }
    // Zeros fall into bin 0, as 0 / absMax or as the NaN of 0 / 0; half a blob after a ReLU are
    // zeros, so taking them out here is cheaper than a branch that is mispredicted.
    counts[0] -= zeros;
  }
}
