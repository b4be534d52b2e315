package dev.vernier.engine.quant;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * C's {@code %f} for a float: its exact decimal value to six places, ties to even, in no locale.
 * {@code String.format} rounds the shortest decimal that reads back as the value, which differs.
 */
final class PrintfFloat {
  private static final int PLACES = 6;

  private PrintfFloat() {}

  static String format(float value) {
    String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
    if (Float.isNaN(value)) {
      return sign + "nan";
    }
    float magnitude = Math.abs(value);
    if (Float.isInfinite(magnitude)) {
      return sign + "inf";
    }
    return sign
        + new BigDecimal((double) magnitude)
            .setScale(PLACES, RoundingMode.HALF_EVEN)
            .toPlainString();
  }

  /** Whether all six places of a positive value are 0. */
  static boolean printsAsZero(float value) {
    // Half a unit of the last place is no float, so there is no tie to break.
    return value < 0.5e-6;
  }
}
