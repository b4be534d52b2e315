package dev.vernier.engine.io;

/** IEEE 754 half precision, for JDKs whose {@code Float} does not convert it yet. */
final class HalfFloat {

  private HalfFloat() {}

  /** The single-precision value of half-precision bits; exact, subnormals and NaN included. */
  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
    }
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
  }

  static float[] toFloats(short[] bits) {
    float[] floats = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = toFloat(bits[i]);
    }
    return floats;
  }
}
