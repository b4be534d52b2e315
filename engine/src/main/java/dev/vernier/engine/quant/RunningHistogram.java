package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.StatisticsKernels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

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
  public static final int BINS = 64 * Histogram.BINS;

  private static final int NO_RANGE = Integer.MIN_VALUE;

  /** Ranges do not become smaller than two to this: the bins of a smaller one are not normal. */
  private static final int LEAST_EXPONENT = -100;

  /** Elements whose bins are found before they are counted; a few KiB stay in L1. */
  private static final int BLOCK = 1024;

  /** A count's bytes when it travels. */
  private static final int MOST_BYTES = 9;

  private final AbsMax absMax = new AbsMax();

  /**
   * What was counted last. The bins of a sample lie all over them, and ints stay in L2 where longs
   * do not.
   */
  private transient int[] few = new int[BINS];

  /** Elements that {@link #few} counts, which none of its bins can then pass. */
  private transient long fewElements;

  /** What was counted before, or by others; null for nothing. */
  private transient long[] many;

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
    if (absMax.nans() + absMax.infinities() == left) {
      count(data, at, n, kernels);
      return;
    }
    for (int i = at; i < at + n; i++) {
      if (Float.isFinite(data[i])) {
        count(data, i, 1, kernels);
      }
    }
  }

  private void count(float[] data, int at, int n, StatisticsKernels kernels) {
    float scale = Math.scalb((float) BINS, -exponent);
    int[] bins = new int[Math.min(n, BLOCK)];
    if (fewElements > Integer.MAX_VALUE - n) {
      spread(0);
    }
    fewElements += n;
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      int zeros = length - kernels.bins(data, at + i, length, scale, BINS - 1, bins, 0);
      count(bins, length);
      // They are in the first bin, and skipped.
      few[0] -= zeros;
    }
  }

  private void count(int[] bins, int length) {
    int mask = few.length - 1;
    int i = 0;
    // Four are known before one is counted, so that no load waits for a store.
    for (; i <= length - 4; i += 4) {
      int first = bins[i] & mask;
      int second = bins[i + 1] & mask;
      int third = bins[i + 2] & mask;
      int fourth = bins[i + 3] & mask;
      few[first]++;
      few[second]++;
      few[third]++;
      few[fourth]++;
    }
    for (; i < length; i++) {
      few[bins[i]]++;
    }
  }

  private long count(int bin) {
    return few[bin] + (many == null ? 0 : many[bin]);
  }

  /** The least e with 2 to e not below x; at most 127, above which values fall in the last bin. */
  private static int exponent(float x) {
    int below = Math.getExponent(x);
    int least = Math.min(Float.MAX_EXPONENT, x > Math.scalb(1f, below) ? below + 1 : below);
    return Math.max(LEAST_EXPONENT, least);
  }

  private void cover(int other) {
    if (exponent != NO_RANGE && other > exponent) {
      spread(other - exponent);
    }
    exponent = Math.max(exponent, other);
  }

  /** Counts from now on over a range that is 2 to the {@code doublings} times larger. */
  private void spread(int doublings) {
    long[] joined = new long[BINS];
    join(this, doublings, joined);
    many = joined;
    few = new int[BINS];
    fewElements = 0;
  }

  private static void join(RunningHistogram narrow, int halvings, long[] into) {
    int shift = Math.min(halvings, Integer.SIZE - 1);
    for (int i = 0; i < BINS; i++) {
      into[i >> shift] += narrow.count(i);
    }
  }

  /** Adds what another part of the data gave; returns this. */
  public RunningHistogram merge(RunningHistogram other) {
    absMax.merge(other.absMax);
    if (other.exponent != NO_RANGE) {
      cover(other.exponent);
      if (many == null) {
        many = new long[BINS];
      }
      join(other, exponent - other.exponent, many);
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
          before += count(bin++);
        }
        double low = bin * width;
        double share = Math.min(1, (edge - low) / (Math.min(low + width, top) - low));
        long upTo = before + (share > 0 ? Math.round(share * count(bin)) : 0);
        cut[i] = upTo - done;
        done = upTo;
      }
    }
    return Histogram.of(absMax.value(), cut);
  }

  /** Writes all of it, bit for bit what {@link #read} reads; the absmax goes first. */
  public void write(DataOutput out) throws IOException {
    out.writeFloat(absMax.value());
    out.writeLong(absMax.samples());
    out.writeLong(absMax.largestSample());
    out.writeLong(absMax.nans());
    out.writeLong(absMax.infinities());
    out.writeInt(exponent);
    writeCounts(out);
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it ends early or cannot have been written
   */
  public static RunningHistogram read(DataInput in) throws IOException {
    RunningHistogram read = new RunningHistogram();
    read.absMax.merge(
        AbsMax.of(in.readFloat(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    read.exponent = in.readInt();
    boolean known = read.exponent >= LEAST_EXPONENT && read.exponent <= Float.MAX_EXPONENT;
    if (!known && read.exponent != NO_RANGE) {
      throw new IOException("a range of 2^" + read.exponent + " is none that calibration makes");
    }
    read.readCounts(in);
    return read;
  }

  /**
   * Counts in as many bytes of seven bits as each needs, an eighth of what they take here, and none
   * where nothing was counted.
   */
  private void writeCounts(DataOutput out) throws IOException {
    byte[] packed = new byte[exponent == NO_RANGE ? 0 : BINS * MOST_BYTES];
    int size = 0;
    for (int i = 0; i < BINS && packed.length > 0; i++) {
      long left = count(i);
      while (left > 0x7f) {
        packed[size++] = (byte) (left & 0x7f | 0x80);
        left >>>= 7;
      }
      packed[size++] = (byte) left;
    }
    out.writeInt(size);
    out.write(packed, 0, size);
  }

  private void readCounts(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > BINS * MOST_BYTES) {
      throw new IOException("counts of " + size + " bytes are none that calibration makes");
    }
    byte[] packed = new byte[size];
    in.readFully(packed);
    many = packed.length == 0 ? null : new long[BINS];
    int bin = 0;
    int shift = 0;
    for (byte next : packed) {
      if (bin == BINS || shift > Long.SIZE) {
        throw new IOException("counts do not fall into " + BINS + " bins");
      }
      many[bin] |= (next & 0x7fL) << shift;
      shift = next < 0 ? shift + 7 : 0;
      bin += next < 0 ? 0 : 1;
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    writeCounts(out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    few = new int[BINS];
    readCounts(in);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof RunningHistogram that)) {
      return false;
    }
    return exponent == that.exponent
        && absMax.equals(that.absMax)
        && Arrays.equals(counts(), that.counts());
  }

  @Override
  public int hashCode() {
    return Objects.hash(absMax, exponent, Arrays.hashCode(counts()));
  }

  private long[] counts() {
    return IntStream.range(0, BINS).mapToLong(this::count).toArray();
  }

  @Override
  public String toString() {
    return absMax
        + ", in bins over "
        + (exponent == NO_RANGE ? "nothing" : "[0, 2^" + exponent + "]");
  }
}
