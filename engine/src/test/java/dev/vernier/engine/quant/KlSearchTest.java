package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KlSearchTest {
  private static final long SEED = 20261122;
  private static final float RANGE = 1.5f;

  /** Histograms over [0, 1.5] with the bin and divergence that ncnn2table's own code finds. */
  private enum Shape {
    LAPLACE(1231, 2.4080474e-4f, i -> 1e6 * StrictMath.exp(-i / 120.0)),
    GAUSS(2047, 2.7332113e-5f, i -> 1e6 * StrictMath.exp(-(double) i * i / (2 * 500.0 * 500))),
    FLAT(2047, 6.505918e-4f, i -> 1000),
    SPARSE(2033, 2.3015871f, i -> i % 16 == 0 ? 100_000 - 40 * i : 0),
    BIMODAL(
        1600,
        6.5537197e-3f,
        i -> (i > 100 && i < 300 ? 5000 : 0) + (i > 1500 && i < 1520 ? 700 : 0)),
    LAST_BIN(128, 9.2113619f, i -> i == 2047 ? 9 : 0),
    SINGLE_BIN(701, 1.696519f, i -> i == 700 ? 5 : 0),
    SATURATED(2047, 1.1773060e-4f, i -> floor(i) + (i > 2000 ? 400 : 0));

    final int bin;
    final float divergence;
    final IntToDoubleFunction count;

    Shape(int bin, float divergence, IntToDoubleFunction count) {
      this.bin = bin;
      this.divergence = divergence;
      this.count = count;
    }

    private static long floor(int i) {
      return (long) (1e5 * StrictMath.exp(-i / 300.0));
    }

    Histogram histogram() {
      long[] counts = new long[Histogram.BINS];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (long) count.applyAsDouble(i);
      }
      return Histogram.of(RANGE, counts);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void findsNcnnsBin(Shape shape) {
    Threshold threshold = new KlSearch().search(shape.histogram());
    assertThat(threshold.bin()).isEqualTo(shape.bin);
    assertThat(threshold.threshold()).isEqualTo((shape.bin + 0.5f) * RANGE / 2048);
    assertThat(threshold.scale()).isEqualTo(127 / threshold.threshold());
    assertThat(threshold.divergence())
        .isCloseTo(shape.divergence, within(1e-6f * Math.max(1, shape.divergence)));
    assertThat(threshold.degenerate()).isFalse();
  }

  @Test
  void oneLevelABinLosesNothingButTheOutliers() {
    // 128 of 129 bins are kept: a bin is a level, so the divergence is that of the last one, whose
    // half was clipped: p·log(p/q) with p = 2/129 + eps, q = 1/129 + eps.
    long[] counts = new long[129];
    Arrays.fill(counts, 1);
    double p = 2.0 / 129 + 1e-4;
    double q = 1.0 / 129 + 1e-4;
    Threshold threshold = new KlSearch().search(Histogram.of(129f, counts));
    assertThat(threshold.bin()).isEqualTo(128);
    assertThat(threshold.threshold()).isEqualTo(128.5f);
    assertThat(threshold.divergence()).isCloseTo((float) (p * Math.log(p / q)), within(1e-7f));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theFirstSmallestOfAllFloatDivergencesWins(Shape shape) {
    Histogram histogram = shape.histogram();
    ExactDivergence exact = new ExactDivergence(normed(histogram));
    int best = KlSearch.FIRST;
    for (int t = KlSearch.FIRST; t < Histogram.BINS; t++) {
      if (exact.at(t) < exact.at(best)) {
        best = t;
      }
    }
    assertThat(new KlSearch().search(histogram).bin()).isEqualTo(best);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theCurveFollowsTheFloatDivergences(Shape shape) {
    Histogram histogram = shape.histogram();
    ExactDivergence exact = new ExactDivergence(normed(histogram));
    double[] curve = new KlSearch().divergences(histogram);
    assertThat(curve).hasSize(Histogram.BINS - KlSearch.FIRST);
    for (int i = 0; i < curve.length; i++) {
      assertThat(curve[i])
          .as("t = %d", KlSearch.FIRST + i)
          .isCloseTo(exact.at(KlSearch.FIRST + i), within(6e-5 * (Math.abs(curve[i]) + 0.05)));
    }
  }

  @Test
  void theThresholdLiesInsideTheRangeAndScalesWithTheData() {
    for (int round = 0; round < 10; round++) {
      Random random = new Random(SEED + round);
      float[] data = new float[1 + random.nextInt(20_000)];
      float[] doubled = new float[data.length];
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian() * 0.5));
        doubled[i] = 2 * data[i];
      }
      Threshold threshold = search(data);
      Threshold twice = search(doubled);
      assertThat(threshold.threshold())
          .as("seed %d", SEED + round)
          .isGreaterThan(0f)
          .isLessThanOrEqualTo(statistics(data).absMax().value());
      assertThat(twice.bin()).as("seed %d", SEED + round).isEqualTo(threshold.bin());
      assertThat(twice.threshold()).isEqualTo(2 * threshold.threshold());
    }
  }

  @Test
  void ofOneElementTheTailIsClippedAsInNcnn() {
    // The one element lies in the last bin, which no choice keeps: all divergences are equal.
    Threshold threshold = search(3f);
    assertThat(threshold.bin()).isEqualTo(128);
    assertThat(threshold.threshold()).isEqualTo(128.5f * 3f / 2048);
  }

  @Test
  void aSilentBlobHasScaleOne() {
    Threshold threshold = search(0f, 0f);
    assertThat(threshold.degenerate()).isTrue();
    assertThat(threshold.scale()).isEqualTo(1f);
    assertThat(threshold.threshold()).isZero();
    assertThat(threshold.bin()).isEqualTo(Threshold.NO_BIN);
    assertThat(new KlSearch().divergences(new Histogram(0f))).isEmpty();
  }

  @Test
  void aBlobTooSmallForAScaleHasScaleOne() {
    Threshold threshold = search(Float.MIN_VALUE * 3);
    assertThat(threshold.degenerate()).isTrue();
    assertThat(threshold.scale()).isEqualTo(1f);
  }

  @Test
  void needsAHistogramThatItCanSearch() {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[] {2f}, 0, 1);
    assertThat(new KlSearch().needsHistogram()).isTrue();
    assertThatThrownBy(() -> new KlSearch().search(BlobStatistics.of(absMax)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method kl needs a histogram, found only the absmax 2.0");
    assertThatThrownBy(() -> new KlSearch().search(new Histogram(1f, 128)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method kl needs a histogram of 129 to 65536 bins, found 128");
    assertThatThrownBy(() -> new KlSearch().search(new Histogram(1f, 65537)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method kl needs a histogram of 129 to 65536 bins, found 65537");
  }

  @Test
  void fastLogIsCloseToTheLogarithm() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      double x = Math.exp(random.nextGaussian() * 10);
      assertThat(FastLog.log(x)).as("log %s", x).isCloseTo(Math.log(x), within(1e-11));
    }
    assertThat(FastLog.log(1)).isCloseTo(0, within(1e-11));
  }

  private static Threshold search(float... data) {
    return new KlSearch().search(statistics(data));
  }

  private static BlobStatistics statistics(float... data) {
    AbsMax absMax = new AbsMax();
    absMax.add(data, 0, data.length);
    Histogram histogram = new Histogram(absMax.value());
    histogram.add(data, 0, data.length);
    return BlobStatistics.of(absMax, histogram);
  }

  private static float[] normed(Histogram histogram) {
    float[] normed = new float[histogram.bins()];
    for (int i = 0; i < normed.length; i++) {
      normed[i] = (float) (histogram.count(i) / (double) histogram.total());
    }
    return normed;
  }
}
