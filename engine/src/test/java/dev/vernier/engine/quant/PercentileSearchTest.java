package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentileSearchTest {

  /** 1, 2 … 1000 tenths: n per cent of them are at most n / 10. */
  private static BlobStatistics evenly() {
    float[] data = new float[1000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (i + 1) * (i % 2 == 0 ? 0.1f : -0.1f);
    }
    AbsMax absMax = new AbsMax();
    absMax.add(data, 0, data.length);
    Histogram histogram = new Histogram(absMax.value());
    histogram.add(data, 0, data.length);
    return BlobStatistics.of(absMax, histogram);
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "99, 99", "50, 50", "10, 10"})
  void cutsAtTheMagnitudeThatTheShareDoesNotPass(double percent, float expected) {
    assertThat(new PercentileSearch(percent).search(evenly()).threshold())
        .isCloseTo(expected, within(0.1f));
  }

  @Test
  void isNeverAboveTheAbsmax() {
    assertThat(new PercentileSearch(100).search(evenly()).threshold()).isLessThanOrEqualTo(100f);
  }

  @Test
  void hasNoThresholdForABlobThatIsZero() {
    AbsMax absMax = new AbsMax();
    absMax.add(new float[4], 0, 4);
    BlobStatistics zeros = BlobStatistics.of(absMax, new Histogram(0f));
    assertThat(new PercentileSearch(99).search(zeros).degenerate()).isTrue();
    assertThatThrownBy(() -> new PercentileSearch(99).search(BlobStatistics.of(absMax)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method percentile needs a histogram, found only the absmax 0.0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
  void refusesSharesThatAreNone(double percent) {
    assertThatThrownBy(() -> new PercentileSearch(percent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the percentile is " + percent + ", must be above 0 and at most 100");
  }
}
