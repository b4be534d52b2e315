package dev.vernier.engine.quant;

/**
 * Clips the largest magnitudes: the threshold is the magnitude that a given share of a blob's
 * elements other than zero does not pass, on a straight line within its bin.
 */
public final class PercentileSearch implements ThresholdSearch {

  /** The share that is taken where none is given, in per cent. */
  public static final double DEFAULT_PERCENT = 99.99;

  private final double percent;

  /**
   * A search for the magnitude below which {@code percent} per cent of the elements lie.
   *
   * @throws IllegalArgumentException unless percent is above 0 and at most 100
   */
  public PercentileSearch(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "the percentile is " + percent + ", must be above 0 and at most 100");
    }
    this.percent = percent;
  }

  @Override
  public boolean needsHistogram() {
    return true;
  }

  @Override
  public Threshold search(BlobStatistics statistics) {
    Histogram histogram = Histogram.of(statistics, "percentile");
    long total = histogram.total();
    if (total == 0) {
      return Threshold.of(0f);
    }
    double wanted = total * (percent / 100);
    double below = 0;
    int bin = 0;
    while (below + histogram.count(bin) < wanted && bin < histogram.bins() - 1) {
      below += histogram.count(bin);
      bin++;
    }
    double within = Math.min(1, (wanted - below) / histogram.count(bin));
    double threshold = (bin + within) * histogram.absMax() / histogram.bins();
    return Threshold.of((float) threshold, bin, Float.NaN);
  }
}
