package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.kernel.StatisticsKernels;
import java.io.Serializable;
import java.util.Objects;

/**
 * First pass over a blob: its largest magnitude, with the counts that go with it. Merging is exact,
 * whatever the number of parts and their order. NaN and infinite activations are counted and
 * otherwise left out. Not thread-safe.
 */
public final class AbsMax implements Serializable {
  private static final long serialVersionUID = 1L;

  private float value;
  private long samples;
  private long largestSample;
  private long nans;
  private long infinities;

  /** Statistics of no sample: absmax 0. */
  public AbsMax() {}

  /** Statistics as they were saved. */
  public static AbsMax of(
      float value, long samples, long largestSample, long nans, long infinities) {
    AbsMax absMax = new AbsMax();
    absMax.value = value;
    absMax.samples = samples;
    absMax.largestSample = largestSample;
    absMax.nans = nans;
    absMax.infinities = infinities;
    return absMax;
  }

  /** Adds one sample: n elements of the blob from {@code at} on, read by plain loops. */
  public void add(float[] data, int at, int n) {
    add(data, at, n, KernelProvider.SCALAR.kernels().statistics());
  }

  /** Adds one sample: n elements of the blob from {@code at} on, read by these kernels. */
  public void add(float[] data, int at, int n, StatisticsKernels kernels) {
    Objects.checkFromIndexSize(at, n, data.length);
    samples++;
    largestSample = Math.max(largestSample, n);
    float max = kernels.absMax(data, at, n);
    if (!Float.isFinite(max)) {
      max = finiteMax(data, at, n);
    }
    value = Math.max(value, max);
  }

  /** Adds what another part of the data gave; returns this. */
  public AbsMax merge(AbsMax other) {
    value = Math.max(value, other.value);
    samples += other.samples;
    largestSample = Math.max(largestSample, other.largestSample);
    nans += other.nans;
    infinities += other.infinities;
    return this;
  }

  private float finiteMax(float[] data, int at, int n) {
    float max = 0f;
    for (int i = at; i < at + n; i++) {
      if (Float.isNaN(data[i])) {
        nans++;
      } else if (Float.isInfinite(data[i])) {
        infinities++;
      } else {
        max = Math.max(max, Math.abs(data[i]));
      }
    }
    return max;
  }

  /** The largest finite magnitude; 0 when every element was zero or there was none. */
  public float value() {
    return value;
  }

  /** Samples added. */
  public long samples() {
    return samples;
  }

  /**
   * Elements of the largest sample, the N of ACIQ. ncnn takes the last image's, which depends on
   * the order of images when their shapes vary.
   */
  public long largestSample() {
    return largestSample;
  }

  /** NaN activations seen. */
  public long nans() {
    return nans;
  }

  /** Infinite activations seen. */
  public long infinities() {
    return infinities;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbsMax that
        && Float.compare(value, that.value) == 0
        && samples == that.samples
        && largestSample == that.largestSample
        && nans == that.nans
        && infinities == that.infinities;
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, samples, largestSample, nans, infinities);
  }

  @Override
  public String toString() {
    return "absmax "
        + value
        + " of "
        + samples
        + " samples, the largest of "
        + largestSample
        + " elements, "
        + nans
        + " NaN, "
        + infinities
        + " infinite";
  }
}
