package dev.vernier.engine.io;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Real numbers as ncnn's tools write them into a {@code .param}: C's {@code %e}. */
final class RealText {
  private static final int PLACES = 6;

  /** Nine digits tell every float from its neighbours, and are the most that ncnn reads. */
  private static final int PLACES_ALL = 8;

  private RealText() {}

  /** C's {@code %e}, with eight places where six do not read back as the same float. */
  static String of(float value) {
    if (Float.isInfinite(value)) {
      // The word "inf" would be text; a number past all floats reads as infinity.
      return value < 0 ? "-1.000000e+39" : "1.000000e+39";
    }
    String text = printf(value, PLACES);
    return Float.parseFloat(text) == value ? text : printf(value, PLACES_ALL);
  }

  private static String printf(float value, int places) {
    String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
    BigDecimal exact = new BigDecimal(Math.abs((double) value));
    BigDecimal rounded = exact.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String digits = rounded.unscaledValue().toString();
    StringBuilder text = new StringBuilder(sign).append(digits.charAt(0)).append('.');
    for (int i = 1; i <= places; i++) {
      text.append(i < digits.length() ? digits.charAt(i) : '0');
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    return text.append(magnitude < 10 ? "0" : "").append(magnitude).toString();
  }
}
