package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link AbsMax}, {@link Histogram} and {@link BlobStatistics}. */
class StatisticsTest {
  private static final long SEED = 20261122;
  private static final int SAMPLES = 23;

  @Test
  void absMaxReadsItsRangeOnly() {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[] {9f, 1f, -3f, 2f, 9f}, 1, 3);
    assertThat(absMax.value()).isEqualTo(3f);
    assertThat(absMax.samples()).isEqualTo(1);
    assertThat(absMax.largestSample()).isEqualTo(3);
  }

  @Test
  void absMaxKeepsTheLargestSampleWhateverTheOrder() {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[7], 0, 7);
    absMax.add(new float[5], 0, 5);
    assertThat(absMax.largestSample()).isEqualTo(7);
    assertThat(absMax.samples()).isEqualTo(2);
    assertThat(absMax.value()).isZero();
  }

  @Test
  void absMaxCountsWhatIsNotFiniteAndLeavesItOut() {
    AbsMax absMax = new AbsMax();
    float inf = Float.POSITIVE_INFINITY;
    absMax.add(new float[] {Float.NaN, 1f, inf, -inf, -2f}, 0, 5);
    assertThat(absMax.value()).isEqualTo(2f);
    assertThat(absMax.nans()).isEqualTo(1);
    assertThat(absMax.infinities()).isEqualTo(2);
  }

  @Test
  void aRangeBeyondTheArrayIsRefused() {
    assertThatThrownBy(() -> new AbsMax().add(new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Histogram(1f).add(new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void histogramPutsMagnitudesIntoEqualBins() {
    Histogram histogram = new Histogram(4f, 4);
    float[] data = {0f, -0f, 0.5f, -0.99f, 1f, -2.5f, 3f, 4f, -4f, Float.MIN_VALUE};
    histogram.add(data, 0, data.length);
    assertThat(histogram.counts()).containsExactly(3, 1, 1, 3);
    assertThat(histogram.total()).isEqualTo(8);
  }

  @Test
  void binsFollowFloatDivision() {
    // At the edges of bins the last bit of the quotient decides.
    float absMax = 7f;
    long[] divided = new long[Histogram.BINS];
    long[] multiplied = new long[Histogram.BINS];
    float[] data = new float[2 * Histogram.BINS];
    for (int i = 0; i < data.length; i++) {
      float edge = (1 + i / 2) * absMax / Histogram.BINS;
      data[i] = i % 2 == 0 ? Math.nextDown(edge) : -edge;
      divided[Math.min((int) (Math.abs(data[i]) / absMax * 2048f), 2047)]++;
      multiplied[Math.min((int) (Math.abs(data[i]) * (1 / absMax) * 2048f), 2047)]++;
    }
    Histogram histogram = new Histogram(absMax);
    histogram.add(data, 0, data.length);
    assertThat(histogram.counts()).isEqualTo(divided).isNotEqualTo(multiplied);
  }

  @Test
  void histogramOfASilentBlobStaysEmpty() {
    Histogram histogram = new Histogram(0f);
    histogram.add(new float[] {0f, -0f, 0f}, 0, 3);
    assertThat(histogram.counts()).containsOnly(0L);
    assertThat(histogram.samplesBeyond()).isZero();
  }

  @Test
  void histogramCountsWhatIsNotFiniteApart() {
    Histogram histogram = new Histogram(2f, 2);
    histogram.add(new float[] {Float.NaN, 0.5f, Float.NEGATIVE_INFINITY, 1.5f, 0f}, 0, 5);
    assertThat(histogram.counts()).containsExactly(1, 1);
    assertThat(histogram.nonFinite()).isEqualTo(2);
    assertThat(histogram.samplesBeyond()).isZero();
  }

  @Test
  void histogramTellsWhenDataChangedBetweenThePasses() {
    Histogram histogram = new Histogram(2f, 2);
    histogram.add(new float[] {1f, 2.5f, 3f}, 0, 3);
    histogram.add(new float[] {2f}, 0, 1);
    assertThat(histogram.counts()).containsExactly(0, 4);
    assertThat(histogram.samplesBeyond()).isEqualTo(1);
  }

  @Test
  void histogramRefusesABadRange() {
    assertThatThrownBy(() -> new Histogram(Float.NaN))
        .hasMessage("absmax of a histogram is NaN, must be finite and not negative");
    assertThatThrownBy(() -> new Histogram(-1f))
        .hasMessage("absmax of a histogram is -1.0, must be finite and not negative");
    assertThatThrownBy(() -> new Histogram(Float.POSITIVE_INFINITY))
        .hasMessage("absmax of a histogram is Infinity, must be finite and not negative");
    assertThatThrownBy(() -> new Histogram(1f, 0))
        .hasMessage("a histogram of 0 bins, must be at least 1");
    assertThatThrownBy(() -> Histogram.of(1f, new long[] {1, -2}))
        .hasMessage("count of bin 1 is -2, must not be negative");
  }

  @Test
  void differentHistogramsDoNotMerge() {
    assertThatThrownBy(() -> new Histogram(1f).merge(new Histogram(2f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histograms over different ranges do not merge: absmax 1.0 and 2.0");
    assertThatThrownBy(() -> new Histogram(1f, 4).merge(new Histogram(1f, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histograms of different sizes do not merge: 4 bins and 8");
  }

  @Test
  void statisticsBelongTogether() {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[] {3f}, 0, 1);
    assertThatThrownBy(() -> BlobStatistics.of(absMax, new Histogram(2f)))
        .hasMessage("the histogram covers [0, 2.0], the absmax is 3.0");
    assertThat(BlobStatistics.of(absMax).histogram()).isEmpty();
    assertThat(BlobStatistics.of(absMax, new Histogram(3f)).histogram()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void theSplitAndItsOrderDoNotMatter(int parts) {
    Random random = new Random(SEED);
    List<float[]> samples = samples(random);
    AbsMax whole = absMax(samples);
    Histogram wholeHistogram = histogram(samples, whole.value());

    Collections.shuffle(samples, random);
    AbsMax merged = new AbsMax();
    Histogram mergedHistogram = new Histogram(whole.value());
    for (int part = 0; part < parts; part++) {
      List<float[]> share = share(samples, part, parts);
      merged.merge(absMax(share));
      mergedHistogram.merge(histogram(share, whole.value()));
    }

    assertThat(merged).as("seed %d", SEED).isEqualTo(whole);
    assertThat(mergedHistogram).as("seed %d", SEED).isEqualTo(wholeHistogram);
  }

  @Test
  void mergingIsAssociativeAndCommutative() {
    List<float[]> samples = samples(new Random(SEED));
    float range = absMax(samples).value();
    List<List<float[]>> s =
        List.of(share(samples, 0, 3), share(samples, 1, 3), share(samples, 2, 3));

    assertThat(absMax(s.get(0)).merge(absMax(s.get(1))).merge(absMax(s.get(2))))
        .isEqualTo(absMax(s.get(2)).merge(absMax(s.get(1)).merge(absMax(s.get(0)))));
    assertThat(
            histogram(s.get(0), range)
                .merge(histogram(s.get(1), range))
                .merge(histogram(s.get(2), range)))
        .isEqualTo(
            histogram(s.get(2), range)
                .merge(histogram(s.get(1), range).merge(histogram(s.get(0), range))));
  }

  @Test
  void statisticsTravel() throws IOException, ClassNotFoundException {
    List<float[]> samples = samples(new Random(SEED));
    AbsMax absMax = absMax(samples);
    Histogram histogram = histogram(samples, absMax.value());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(BlobStatistics.of(absMax, histogram));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      BlobStatistics read = (BlobStatistics) in.readObject();
      assertThat(read.absMax()).isEqualTo(absMax);
      assertThat(read.histogram()).contains(histogram);
    }
  }

  /** Samples of many lengths, one of them with values that are not finite. */
  private static List<float[]> samples(Random random) {
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      float[] sample = new float[1 + random.nextInt(1021)];
      for (int k = 0; k < sample.length; k++) {
        sample[k] = random.nextInt(4) == 0 ? 0f : (float) random.nextGaussian();
      }
      samples.add(sample);
    }
    samples.get(3)[0] = Float.NaN;
    samples.get(5)[0] = Float.NEGATIVE_INFINITY;
    return samples;
  }

  private static List<float[]> share(List<float[]> samples, int part, int parts) {
    List<float[]> share = new ArrayList<>();
    for (int i = part; i < samples.size(); i += parts) {
      share.add(samples.get(i));
    }
    return share;
  }

  private static AbsMax absMax(List<float[]> samples) {
    AbsMax absMax = new AbsMax();
    samples.forEach(sample -> absMax.add(sample, 0, sample.length));
    return absMax;
  }

  private static Histogram histogram(List<float[]> samples, float absMax) {
    Histogram histogram = new Histogram(absMax);
    samples.forEach(sample -> histogram.add(sample, 0, sample.length));
    return histogram;
  }
}
