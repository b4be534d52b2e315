package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintfFloatTest {

  /** What C prints for the same floats. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.100000",
    "42.3333321, 42.333332",
    "16777216, 16777216.000000",
    "3.40282347e38, 340282346638528859811704183484516925440.000000",
    "1.17549435e-38, 0.000000",
    "1e-6, 0.000001",
    "5e-7, 0.000000",
    "1.5e-6, 0.000002",
    "6.10351562e-05, 0.000061",
    "9.53674316e-06, 0.000010",
    "-0.0, -0.000000",
    "-1e-9, -0.000000",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan"
  })
  void printsAsC(float value, String expected) {
    assertThat(PrintfFloat.format(value)).isEqualTo(expected);
  }

  @Test
  void tiesGoToEven() {
    // 1/128 = 0.0078125 and 3/128 = 0.0234375 end exactly one place behind the sixth.
    assertThat(PrintfFloat.format(1f / 128)).isEqualTo("0.007812");
    assertThat(PrintfFloat.format(3f / 128)).isEqualTo("0.023438");
  }

  @Test
  void theLocaleDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(PrintfFloat.format(1234.5f)).isEqualTo("1234.500000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "4.9e-7, true", "5e-7, true", "5.1e-7, false", "1, false"})
  void printsAsZeroMeansItDoes(float value, boolean expected) {
    assertThat(PrintfFloat.printsAsZero(value)).isEqualTo(expected);
    assertThat(PrintfFloat.format(value).equals("0.000000")).isEqualTo(expected);
  }
}
