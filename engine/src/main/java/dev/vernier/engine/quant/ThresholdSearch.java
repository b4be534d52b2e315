package dev.vernier.engine.quant;

/** A way to find where a blob is best clipped. */
public interface ThresholdSearch {

  /** Whether the search needs the histogram that only a second pass over the data gives. */
  boolean needsHistogram();

  /**
   * The blob's threshold; {@link Threshold#degenerate()} when its absmax is 0.
   *
   * @throws IllegalArgumentException if a histogram is needed and missing
   */
  Threshold search(BlobStatistics statistics);
}
