package dev.vernier.engine.quant;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/** All that calibration knows of a blob: its absmax and, after a second pass, its histogram. */
public final class BlobStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final AbsMax absMax;
  private final Histogram histogram;

  private BlobStatistics(AbsMax absMax, Histogram histogram) {
    this.absMax = absMax;
    this.histogram = histogram;
  }

  /** Statistics after the first pass. */
  public static BlobStatistics of(AbsMax absMax) {
    return new BlobStatistics(Objects.requireNonNull(absMax, "absMax"), null);
  }

  /** Statistics after both passes; the histogram's range must be the absmax of the first. */
  public static BlobStatistics of(AbsMax absMax, Histogram histogram) {
    if (Float.compare(absMax.value(), histogram.absMax()) != 0) {
      throw new IllegalArgumentException(
          "the histogram covers [0, " + histogram.absMax() + "], the absmax is " + absMax.value());
    }
    return new BlobStatistics(absMax, histogram);
  }

  /** What the first pass gave. */
  public AbsMax absMax() {
    return absMax;
  }

  /** What the second pass gave, if there was one. */
  public Optional<Histogram> histogram() {
    return Optional.ofNullable(histogram);
  }
}
