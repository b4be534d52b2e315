package dev.vernier.engine.quant;

/**
 * The divergence of {@link ExactDivergence} in double from prefix sums: the bins inside a level
 * share one logarithm, so a threshold costs at most 255 of them, not t.
 */
final class FastDivergence {
  private static final double EPS = ExactDivergence.EPS;

  private final float[] normed;

  /** mass[k]: sum of the bins below k. */
  private final double[] mass;

  /** entropy[k]: sum of p·log p over the bins below k, p being the bin plus eps. */
  private final double[] entropy;

  FastDivergence(float[] normed) {
    this.normed = normed;
    this.mass = new double[normed.length + 1];
    this.entropy = new double[normed.length + 1];
    for (int k = 0; k < normed.length; k++) {
      double p = EPS + normed[k];
      mass[k + 1] = mass[k] + normed[k];
      entropy[k + 1] = entropy[k] + p * FastLog.log(p);
    }
  }

  /** The divergence in nats when the first t bins are kept; t from 128 to the bins less one. */
  double at(int t) {
    double clipped = mass[normed.length] - mass[t];
    double last = EPS + normed[t - 1] + clipped;
    double crossEntropy = 0;
    double perBin = 1.0 / LevelGrid.width(t);
    double before = 0;
    for (int j = 0; j < LevelGrid.LEVELS; j++) {
      int first = LevelGrid.firstWhole(t, j);
      int end = LevelGrid.endWhole(t, j);
      double left = LevelGrid.leftShare(t, j);
      double right = LevelGrid.rightShare(t, j);
      double inside = mass[end] - mass[first];
      double mean = inside;
      if (left > 0) {
        mean += left * normed[first - 1];
      }
      if (right > 0) {
        mean += right * normed[end];
      }
      mean *= perBin;
      if (left > 0) {
        // The bin that this level shares with the one before it.
        double q = EPS + before + left * mean;
        crossEntropy += (EPS + normed[first - 1]) * FastLog.log(q);
      }
      if (end > first) {
        double p = inside + EPS * (end - first) + (end == t ? clipped : 0);
        crossEntropy += p * FastLog.log(EPS + mean);
      }
      before = right * mean;
    }
    return entropy[t - 1] + last * FastLog.log(last) - crossEntropy;
  }
}
