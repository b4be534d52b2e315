package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.StatisticsKernels;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Both passes over a blob in one: absmax, and magnitudes in equal bins over a range that is the
 * smallest power of two that covers what was seen so far. When that grows, bins join by pairs,
 * which is exact; so merging is exact too, whatever the number of parts and their order. What is
 * not exact is {@link #histogram}, whose bins are cut out of these. Not thread-safe.
 */
public final class RunningHistogram implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * 32 to 64 of these are a bin of {@link Histogram}. Fewer are not enough: the divergence that
   * chooses a threshold has near ties far apart. With 8 to 16, 9 of 187 thresholds of four nets
   * fell more than a bin away, one of them 114 bins; with 32 to 64, none of 61 and 3 of 54.
   */
  private static final int BINS = 64 * Histogram.BINS;

  private static final int NO_RANGE = Integer.MIN_VALUE;

  private final AbsMax absMax = new AbsMax();

  /** A megabyte, most of it zeros and small counts; see {@link #writeObject}. */
  private transient long[] counts = new long[BINS];

  /** The range is 2 to this; {@link #NO_RANGE} as long as all elements were zero. */
  private int exponent = NO_RANGE;

  /** Statistics of no sample. */
  public RunningHistogram() {}

  /** Adds one sample: n elements of the blob from {@code at} on, read by these kernels. */
  public void add(float[] data, int at, int n, StatisticsKernels kernels) {
    long left = absMax.nans() + absMax.infinities();
    absMax.add(data, at, n, kernels);
    if (absMax.value() == 0f) {
      return;
    }
    cover(exponent(absMax.value()));
    float range = Math.scalb(1f, exponent);
    if (absMax.nans() + absMax.infinities() == left) {
      kernels.histogram(data, at, n, range, counts);
      return;
    }
    for (int i = at; i < at + n; i++) {
      if (Float.isFinite(data[i])) {
        kernels.histogram(data, i, 1, range, counts);
      }
    }
  }

  /** The least e with 2 to e not below x; at most 127, above which values fall in the last bin. */
  private static int exponent(float x) {
    int below = Math.getExponent(x);
    return Math.min(Float.MAX_EXPONENT, x > Math.scalb(1f, below) ? below + 1 : below);
  }

  private void cover(int other) {
    if (exponent != NO_RANGE && other > exponent) {
      long[] narrow = counts.clone();
      Arrays.fill(counts, 0);
      join(narrow, other - exponent);
    }
    exponent = Math.max(exponent, other);
  }

  /** Adds counts of a range that is 2 to the {@code halvings} times smaller. */
  private void join(long[] narrow, int halvings) {
    int shift = Math.min(halvings, Integer.SIZE - 1);
    for (int i = 0; i < BINS; i++) {
      counts[i >> shift] += narrow[i];
    }
  }

  /** Adds what another part of the data gave; returns this. */
  public RunningHistogram merge(RunningHistogram other) {
    absMax.merge(other.absMax);
    if (other.exponent != NO_RANGE) {
      cover(other.exponent);
      join(other.counts, exponent - other.exponent);
    }
    return this;
  }

  /** What the first of two passes gives, exactly. */
  public AbsMax absMax() {
    return absMax;
  }

  /**
   * About what the second of two passes gives: {@link Histogram#BINS} bins over [0, absmax]. What a
   * bin of this shares with two of those is divided as if it lay evenly.
   */
  public Histogram histogram() {
    long[] cut = new long[Histogram.BINS];
    double top = absMax.value();
    if (top > 0) {
      double width = Math.scalb(1d, exponent) / BINS;
      long before = 0;
      long done = 0;
      int bin = 0;
      for (int i = 0; i < cut.length; i++) {
        double edge = top * (i + 1) / cut.length;
        while (bin < BINS - 1 && (bin + 1) * width <= edge) {
          before += counts[bin++];
        }
        double low = bin * width;
        double share = Math.min(1, (edge - low) / (Math.min(low + width, top) - low));
        long upTo = before + (share > 0 ? Math.round(share * counts[bin]) : 0);
        cut[i] = upTo - done;
        done = upTo;
      }
    }
    return Histogram.of(absMax.value(), cut);
  }

  /** Counts in as many bytes of seven bits as each needs: an eighth of what they take here. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    for (long count : counts) {
      long left = count;
      while (left > 0x7f) {
        out.writeByte((int) left & 0x7f | 0x80);
        left >>>= 7;
      }
      out.writeByte((int) left);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    counts = new long[BINS];
    for (int i = 0; i < BINS; i++) {
      int next = in.readUnsignedByte();
      for (int shift = 0; ; shift += 7) {
        counts[i] |= (next & 0x7fL) << shift;
        if (next <= 0x7f) {
          break;
        }
        next = in.readUnsignedByte();
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunningHistogram that
        && exponent == that.exponent
        && absMax.equals(that.absMax)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(absMax, exponent, Arrays.hashCode(counts));
  }

  @Override
  public String toString() {
    return absMax
        + ", in bins over "
        + (exponent == NO_RANGE ? "nothing" : "[0, 2^" + exponent + "]");
  }
}
