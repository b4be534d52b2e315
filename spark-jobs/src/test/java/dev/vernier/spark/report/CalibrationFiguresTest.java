package dev.vernier.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.spark.report.CalibrationFigures.Input;
import dev.vernier.spark.report.CalibrationFigures.WeightRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shares of histograms, worked out by hand. */
class CalibrationFiguresTest {
  private static final Input FOUR_BINS =
      new Input("b", List.of("l"), 4f, new long[] {4, 3, 2, 1}, new float[0], 0);

  @Test
  void elementsBeyondAThresholdAreCountedAndThoseOfItsBinShared() {
    assertThat(FOUR_BINS.elements()).isEqualTo(10);
    assertThat(FOUR_BINS.beyond(2f)).isCloseTo(0.3, within(1e-12));
    assertThat(FOUR_BINS.beyond(2.5f)).isCloseTo(0.2, within(1e-12));
    assertThat(FOUR_BINS.beyond(5f)).isZero();
  }

  @Test
  void whatClippingTakesAwayIsAShareOfAllMagnitude() {
    // 4 * 0.5 + 3 * 1.5 + 2 * 2.5 + 3.5 = 15 in all, 2 * 0.5 + 1.5 of it beyond 2.
    assertThat(FOUR_BINS.lost(2f)).isCloseTo(2.5 / 15, within(1e-12));
    assertThat(FOUR_BINS.lost(4f)).isZero();
  }

  @Test
  void anEmptyHistogramLosesNothing() {
    Input empty = new Input("b", List.of("l"), 0f, new long[4], new float[0], 0);
    assertThat(empty.beyond(1f)).isZero();
    assertThat(empty.lost(1f)).isZero();
  }

  @Test
  void weightsHaveARangeAndAMedian() {
    assertThat(WeightRange.of(new float[] {30, 10, 20})).isEqualTo(new WeightRange(3, 10, 20, 30));
    assertThat(WeightRange.of(new float[] {4, 2})).isEqualTo(new WeightRange(2, 2, 3, 4));
  }
}
