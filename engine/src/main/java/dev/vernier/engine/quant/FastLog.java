package dev.vernier.engine.quant;

/**
 * The natural logarithm of a positive normal double to an absolute error below 1e-11: a table by
 * the leading 8 bits of the mantissa and three terms of a series. A search takes half a million
 * logarithms, none of which decides anything by itself.
 */
final class FastLog {
  private static final int TABLE_BITS = 8;
  private static final int MANTISSA_BITS = 52;
  private static final int EXPONENT_BIAS = 1023;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
  private static final long ONE = (long) EXPONENT_BIAS << MANTISSA_BITS;
  private static final double LN_2 = Math.log(2);

  private static final double[] INVERSE = new double[1 << TABLE_BITS];
  private static final double[] LOG = new double[1 << TABLE_BITS];

  static {
    for (int i = 0; i < INVERSE.length; i++) {
      double centre = 1 + (i + 0.5) / INVERSE.length;
      INVERSE[i] = 1 / centre;
      LOG[i] = Math.log(centre);
    }
  }

  private FastLog() {}

  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    long mantissa = bits & MANTISSA_MASK;
    int i = (int) (mantissa >> (MANTISSA_BITS - TABLE_BITS));
    double r = Double.longBitsToDouble(mantissa | ONE) * INVERSE[i] - 1;
    double series = r * (1 - r * (0.5 - r * (1.0 / 3)));
    return exponent * LN_2 + (LOG[i] + series);
  }
}
