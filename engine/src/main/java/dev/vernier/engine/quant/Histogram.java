package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.StatisticsKernels;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Second pass over a blob: how many of its elements have which magnitude, in equal bins over [0,
 * absmax]. Zeros are not counted. Counts are 64-bit, so merging is exact whatever the number of
 * parts and their order. NaN and infinite activations are counted apart. Not thread-safe.
 */
public final class Histogram implements Serializable {
  private static final long serialVersionUID = 1L;

  /** ncnn2table's number of bins. */
  public static final int BINS = 2048;

  private final float absMax;
  private final long[] counts;
  private long nonFinite;
  private long samplesBeyond;

  /** An empty histogram of {@link #BINS} bins over [0, absMax]. */
  public Histogram(float absMax) {
    this(absMax, BINS);
  }

  /** An empty histogram; absMax is finite and not negative, there is at least one bin. */
  public Histogram(float absMax, int bins) {
    if (!(absMax >= 0f) || Float.isInfinite(absMax)) {
      throw new IllegalArgumentException(
          "absmax of a histogram is " + absMax + ", must be finite and not negative");
    }
    if (bins < 1) {
      throw new IllegalArgumentException("a histogram of " + bins + " bins, must be at least 1");
    }
    this.absMax = absMax;
    this.counts = new long[bins];
  }

  /** The histogram that a method of this name needs, or an error that says so. */
  static Histogram of(BlobStatistics statistics, String method) {
    return statistics
        .histogram()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "method "
                        + method
                        + " needs a histogram, found only the absmax "
                        + statistics.absMax().value()));
  }

  /** A histogram with these counts, as it was saved. */
  public static Histogram of(float absMax, long[] counts) {
    Histogram histogram = new Histogram(absMax, counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException(
            "count of bin " + i + " is " + counts[i] + ", must not be negative");
      }
      histogram.counts[i] = counts[i];
    }
    return histogram;
  }

  /** Adds one sample: n elements of the blob from {@code at} on, read by plain loops. */
  public void add(float[] data, int at, int n) {
    add(data, at, n, KernelProvider.SCALAR.kernels().statistics());
  }

  /** Adds one sample: n elements of the blob from {@code at} on, read by these kernels. */
  public void add(float[] data, int at, int n, StatisticsKernels kernels) {
    Objects.checkFromIndexSize(at, n, data.length);
    float max = kernels.histogram(data, at, n, absMax, counts);
    if (!Float.isFinite(max)) {
      max = addFinite(data, at, n, kernels);
    }
    if (max > absMax) {
      samplesBeyond++;
    }
  }

  private float addFinite(float[] data, int at, int n, StatisticsKernels kernels) {
    float max = 0f;
    for (int i = at; i < at + n; i++) {
      if (Float.isFinite(data[i])) {
        kernels.histogram(data, i, 1, absMax, counts);
        max = Math.max(max, Math.abs(data[i]));
      } else {
        nonFinite++;
      }
    }
    return max;
  }

  /** Adds what another part of the data gave, over the same range and bins; returns this. */
  public Histogram merge(Histogram other) {
    if (Float.compare(absMax, other.absMax) != 0) {
      throw new IllegalArgumentException(
          "histograms over different ranges do not merge: absmax "
              + absMax
              + " and "
              + other.absMax);
    }
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "histograms of different sizes do not merge: "
              + counts.length
              + " bins and "
              + other.counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    nonFinite += other.nonFinite;
    samplesBeyond += other.samplesBeyond;
    return this;
  }

  /**
   * About the same counts in as many bins over a larger range. What a bin shares with two of the
   * new ones is divided as if it lay evenly; the total stays.
   *
   * @throws IllegalArgumentException if the range is smaller
   */
  public Histogram over(float largerAbsMax) {
    if (!(largerAbsMax >= absMax)) {
      throw new IllegalArgumentException(
          "a histogram over [0, " + absMax + "] does not fit into [0, " + largerAbsMax + "]");
    }
    if (absMax == 0f || largerAbsMax == absMax) {
      return absMax == 0f ? new Histogram(largerAbsMax, bins()) : of(absMax, counts);
    }
    long[] spread = new long[counts.length];
    double ratio = (double) largerAbsMax / absMax;
    long before = 0;
    long done = 0;
    int bin = 0;
    for (int i = 0; i < spread.length; i++) {
      // In bins of this histogram.
      double edge = (i + 1) * ratio;
      while (bin < counts.length && bin + 1 <= edge) {
        before += counts[bin++];
      }
      long upTo = before + (bin < counts.length ? Math.round((edge - bin) * counts[bin]) : 0);
      spread[i] = upTo - done;
      done = upTo;
    }
    return of(largerAbsMax, spread);
  }

  /** Upper end of the range. */
  public float absMax() {
    return absMax;
  }

  /** Number of bins. */
  public int bins() {
    return counts.length;
  }

  /** Elements in a bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** A copy of all counts. */
  public long[] counts() {
    return counts.clone();
  }

  /** Elements in all bins: neither zero nor NaN nor infinite. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** NaN and infinite activations seen. */
  public long nonFinite() {
    return nonFinite;
  }

  /**
   * Samples with a magnitude above absmax, counted in the last bin: not 0 when the data changed
   * between the passes.
   */
  public long samplesBeyond() {
    return samplesBeyond;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that
        && Float.compare(absMax, that.absMax) == 0
        && Arrays.equals(counts, that.counts)
        && nonFinite == that.nonFinite
        && samplesBeyond == that.samplesBeyond;
  }

  @Override
  public int hashCode() {
    return Objects.hash(absMax, Arrays.hashCode(counts), nonFinite, samplesBeyond);
  }

  @Override
  public String toString() {
    return total() + " elements in " + counts.length + " bins over [0, " + absMax + "]";
  }
}
