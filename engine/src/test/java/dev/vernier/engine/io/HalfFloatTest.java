package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

  @Test
  void widensEveryValueExactly() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float found = HalfFloat.toFloat((short) bits);
      double expected = value(bits);

      if (Double.isNaN(expected)) {
        assertThat(found).as("0x%04x", bits).isNaN();
      } else {
        // doubles tell -0 from 0 by their bits
        assertThat(Double.doubleToLongBits(found))
            .as("0x%04x: found %s, expected %s", bits, found, expected)
            .isEqualTo(Double.doubleToLongBits(expected));
      }
    }
  }

  @Test
  void widensArrays() {
    assertThat(HalfFloat.toFloats(new short[] {0x3c00, (short) 0xc000, 0x0001}))
        .containsExactly(1f, -2f, 0x1p-24f);
  }

  @Test
  void everyHalfSurvivesTheWayThere() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloat.ofFloat(value)).as("bits %x", bits).isEqualTo((short) bits);
      }
    }
  }

  /** The midpoint of two neighbours goes to the even one, anything beyond it to the nearer. */
  @Test
  void roundsToTheNearestAndHalvesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfFloat.toFloat((short) bits);
      float middle = low + (HalfFloat.toFloat((short) (bits + 1)) - low) / 2;
      int even = (bits & 1) == 0 ? bits : bits + 1;
      assertThat(HalfFloat.ofFloat(middle)).as("above %x", bits).isEqualTo((short) even);
      assertThat(HalfFloat.ofFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloat.ofFloat(-Math.nextDown(middle))).isEqualTo((short) (bits | 0x8000));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65519.996, 7bff",
    "65520, 7c00",
    "1e30, 7c00",
    "-Infinity, fc00",
    "NaN, 7e00",
    "1e-30, 0",
    "-1e-30, 8000"
  })
  void holdsTheEnds(float value, String bits) {
    assertThat(HalfFloat.ofFloat(value)).isEqualTo((short) Integer.parseInt(bits, 16));
  }

  /** The standard's formula: (-1)^s · 2^(e-15) · (1 + m/1024), below it 2^-14 · m/1024. */
  private static double value(int bits) {
    double sign = bits >= 0x8000 ? -1 : 1;
    int exponent = bits / 1024 % 32;
    double fraction = bits % 1024 / 1024.0;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.pow(2, -14) * fraction
        : sign * Math.pow(2, exponent - 15) * (1 + fraction);
  }
}
