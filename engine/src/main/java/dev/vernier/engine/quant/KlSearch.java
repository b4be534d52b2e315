package dev.vernier.engine.quant;

/**
 * Entropy calibration: of all ways to clip the histogram to its first t bins, t from 128 on, the
 * one whose divergence from its form in 128 levels is the smallest. Source: ncnn2table. The
 * threshold is (t + 0.5) · absmax / bins.
 */
public final class KlSearch implements ThresholdSearch {

  /** The smallest number of bins kept, and the number of levels. */
  public static final int FIRST = LevelGrid.LEVELS;

  /** Up to here the positions of levels, in 128ths of a bin, are exact in float too. */
  private static final int MOST_BINS = 1 << 16;

  /**
   * How far the double divergence d may lie from the float one, as a share of |d| + {@link #FLOOR}.
   * Three times the largest distance seen over 1,500 histograms; the wider, the more candidates.
   */
  private static final double MARGIN = 6e-5;

  private static final double FLOOR = 0.05;

  @Override
  public boolean needsHistogram() {
    return true;
  }

  @Override
  public Threshold search(BlobStatistics statistics) {
    return search(Histogram.of(statistics, "kl"));
  }

  /** The threshold of a histogram of 129 to 65536 bins; degenerate if it is empty. */
  public Threshold search(Histogram histogram) {
    checkBins(histogram);
    if (histogram.total() == 0) {
      return Threshold.of(0f);
    }
    float[] normed = normalize(histogram);
    double[] curve = curve(normed);
    double least = Double.POSITIVE_INFINITY;
    for (double divergence : curve) {
      least = Math.min(least, divergence + margin(divergence));
    }
    // Which of nearly equal divergences is the smallest, float rounding decides: those are computed
    // as ncnn does, and the first one wins a tie.
    ExactDivergence exact = new ExactDivergence(normed);
    int best = FIRST;
    float bestDivergence = Float.POSITIVE_INFINITY;
    for (int i = 0; i < curve.length; i++) {
      if (curve[i] - margin(curve[i]) <= least) {
        float divergence = exact.at(FIRST + i);
        if (divergence < bestDivergence) {
          bestDivergence = divergence;
          best = FIRST + i;
        }
      }
    }
    float threshold = (best + 0.5f) * histogram.absMax() / histogram.bins();
    return Threshold.of(threshold, best, bestDivergence);
  }

  /**
   * The divergence in nats of every choice, the first for 128 bins kept, the last for all but one;
   * empty if the histogram is. Differs from the float sums that decide in {@link
   * #search(Histogram)} by 1e-4 of itself at most.
   */
  public double[] divergences(Histogram histogram) {
    checkBins(histogram);
    return histogram.total() == 0 ? new double[0] : curve(normalize(histogram));
  }

  private static double[] curve(float[] normed) {
    FastDivergence fast = new FastDivergence(normed);
    double[] curve = new double[normed.length - FIRST];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = fast.at(FIRST + i);
    }
    return curve;
  }

  private static double margin(double divergence) {
    return MARGIN * (Math.abs(divergence) + FLOOR);
  }

  private static float[] normalize(Histogram histogram) {
    double total = histogram.total();
    float[] normed = new float[histogram.bins()];
    for (int i = 0; i < normed.length; i++) {
      normed[i] = (float) (histogram.count(i) / total);
    }
    return normed;
  }

  private static void checkBins(Histogram histogram) {
    if (histogram.bins() <= FIRST || histogram.bins() > MOST_BINS) {
      throw new IllegalArgumentException(
          "method kl needs a histogram of "
              + (FIRST + 1)
              + " to "
              + MOST_BINS
              + " bins, found "
              + histogram.bins());
    }
  }
}
