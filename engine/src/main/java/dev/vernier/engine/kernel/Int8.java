package dev.vernier.engine.kernel;

/** ncnn's int8: real numbers times a scale, rounded half away from zero and clamped to ±127. */
public final class Int8 {

  /** Largest magnitude of a quantised value; −128 is not used. */
  public static final int LARGEST = 127;

  private Int8() {}

  /**
   * The nearest integer in range; halves go away from zero, and NaN to the end of the range that
   * its sign bit names.
   */
  public static byte of(float value) {
    if (Float.isNaN(value)) {
      return (byte) (Float.floatToRawIntBits(value) < 0 ? -LARGEST : LARGEST);
    }
    float held = Math.max(-LARGEST, Math.min(LARGEST, value));
    int cut = (int) held;
    // What is cut off is exact; adding 0.5 first would make 1 of 0.49999997.
    float rest = held - cut;
    return (byte) (rest >= 0.5f ? cut + 1 : rest <= -0.5f ? cut - 1 : cut);
  }

  /**
   * Quantises values that fall into {@code scales.length} equal runs, one after the other, each
   * with its scale.
   *
   * @throws IllegalArgumentException if they do not fall into that many equal runs
   */
  public static byte[] quantize(float[] values, float[] scales) {
    if (scales.length == 0 || values.length % scales.length != 0) {
      throw new IllegalArgumentException(
          values.length + " values do not fall into " + scales.length + " equal runs");
    }
    int run = values.length / scales.length;
    byte[] bytes = new byte[values.length];
    for (int channel = 0; channel < scales.length; channel++) {
      for (int i = channel * run; i < (channel + 1) * run; i++) {
        bytes[i] = of(values[i] * scales[channel]);
      }
    }
    return bytes;
  }
}
