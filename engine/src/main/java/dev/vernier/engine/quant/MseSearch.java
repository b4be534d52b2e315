package dev.vernier.engine.quant;

/**
 * Clips where the squared error of quantising is the least: what is rounded and what is clipped
 * together, each bin of the histogram standing for its middle. The thresholds tried are the upper
 * ends of the bins from {@link KlSearch#FIRST} on.
 */
public final class MseSearch implements ThresholdSearch {
  private static final int LARGEST = 127;

  @Override
  public boolean needsHistogram() {
    return true;
  }

  @Override
  public Threshold search(BlobStatistics statistics) {
    Histogram histogram = Histogram.of(statistics, "mse");
    if (histogram.total() == 0) {
      return Threshold.of(0f);
    }
    long[] counts = histogram.counts();
    int first = Math.min(KlSearch.FIRST, counts.length);
    Clipped clipped = new Clipped(counts);
    int best = counts.length;
    double least = Double.POSITIVE_INFINITY;
    for (int kept = first; kept <= counts.length; kept++) {
      double error = rounding(counts, kept, least) + clipped.error(kept);
      if (error < least) {
        least = error;
        best = kept;
      }
    }
    float threshold = (float) ((double) best * histogram.absMax() / counts.length);
    return Threshold.of(threshold, best - 1, Float.NaN);
  }

  /** The squared error in squared bins of the bins kept, or more than {@code enough}. */
  private static double rounding(long[] counts, int kept, double enough) {
    double step = (double) kept / LARGEST;
    double inverse = 1 / step;
    double error = 0;
    for (int bin = 0; bin < kept && error < enough; bin++) {
      double middle = bin + 0.5;
      double rest = middle - Math.rint(middle * inverse) * step;
      error += counts[bin] * rest * rest;
    }
    return error;
  }

  /** The squared error of what lies above a threshold, from sums over all bins above it. */
  private static final class Clipped {
    private final double[] zeroth;
    private final double[] first;
    private final double[] second;

    Clipped(long[] counts) {
      int bins = counts.length;
      zeroth = new double[bins + 1];
      first = new double[bins + 1];
      second = new double[bins + 1];
      for (int bin = bins - 1; bin >= 0; bin--) {
        double middle = bin + 0.5;
        zeroth[bin] = zeroth[bin + 1] + counts[bin];
        first[bin] = first[bin + 1] + counts[bin] * middle;
        second[bin] = second[bin + 1] + counts[bin] * middle * middle;
      }
    }

    double error(int kept) {
      return second[kept] - 2 * kept * first[kept] + (double) kept * kept * zeroth[kept];
    }
  }
}
