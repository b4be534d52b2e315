package dev.vernier.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import org.junit.jupiter.api.Test;

class InputRangeTest {

  @Test
  void whatRoundsToTheLargestIntegerIsNotCutOff() {
    InputRange range = new InputRange(127f);
    range.add(Mat.of(127f, 127.4f, -127.5f, 128f, 0f, Float.NaN, -3f, 5f));

    assertThat(range.saturation()).isEqualTo(2 / 8.0);
    assertThat(range.min()).isEqualTo(-127.5f);
    assertThat(range.max()).isEqualTo(128f);
    assertThat(range.threshold()).isEqualTo(127f);
  }

  @Test
  void partsMergeToTheWhole() {
    InputRange first = new InputRange(1f);
    first.add(Mat.of(-2f, 0.5f));
    InputRange second = new InputRange(1f);
    second.add(Mat.of(0.25f, 3f));
    first.merge(second);

    assertThat(first.saturation()).isEqualTo(0.5);
    assertThat(first.min()).isEqualTo(-2f);
    assertThat(first.max()).isEqualTo(3f);
  }

  @Test
  void nothingSeenAndNothingCutOff() {
    InputRange none = new InputRange(Float.POSITIVE_INFINITY);
    assertThat(none.min()).isZero();
    assertThat(none.max()).isZero();
    assertThat(none.saturation()).isZero();
    none.add(Mat.of(1e30f));
    assertThat(none.saturation()).isZero();
  }
}
