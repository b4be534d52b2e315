package dev.vernier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8Test {

  @ParameterizedTest
  @CsvSource({
    "0.49999997, 0",
    "0.5, 1",
    "-0.5, -1",
    "1.5, 2",
    "-2.5, -3",
    "126.5, 127",
    "200, 127",
    "-200, -127",
    "Infinity, 127",
    "-Infinity, -127",
    "NaN, 127"
  })
  void roundsHalfAwayFromZeroAndClamps(float value, int expected) {
    assertThat(Int8.of(value)).isEqualTo((byte) expected);
  }

  @Test
  void scalesEachRunWithItsScale() {
    assertThat(Int8.quantize(new float[] {1, 2, 3, 4}, new float[] {10, 0.5f}))
        .containsExactly(10, 20, 2, 2);
    assertThatThrownBy(() -> Int8.quantize(new float[3], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 values do not fall into 2 equal runs");
  }
}
