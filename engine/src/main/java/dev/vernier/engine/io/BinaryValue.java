package dev.vernier.engine.io;

import java.io.Serializable;

/**
 * A number or an array of a binary {@code .param}: 32-bit words that are whole numbers or floats as
 * the layer that reads them says.
 */
final class BinaryValue implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Below this no real parameter of a net lies; whole numbers up to 228 million look like that. */
  private static final float LEAST_LIKELY = 1e-30f;

  private static final int NEGATIVE_ZERO = 0x80000000;

  private final int[] words;
  private final boolean array;

  private BinaryValue(int[] words, boolean array) {
    this.words = words;
    this.array = array;
  }

  static BinaryValue number(int word) {
    return new BinaryValue(new int[] {word}, false);
  }

  static BinaryValue array(int[] words) {
    return new BinaryValue(words, true);
  }

  boolean isArray() {
    return array;
  }

  int[] words() {
    return words;
  }

  /** An Integer or an int[]. */
  Serializable wholes() {
    if (array) {
      return words;
    }
    return words[0];
  }

  /**
   * A Float or a float[]; whole numbers where all are too small to be floats, as a text file would
   * have them where someone wrote 1 for 1.0.
   */
  Serializable reals() {
    for (int word : words) {
      if (looksReal(word, Float.MIN_NORMAL)) {
        return floats();
      }
    }
    return wholes();
  }

  /** Floats if one of the words looks like a float, else whole numbers. */
  Serializable likely() {
    for (int word : words) {
      if (looksReal(word, LEAST_LIKELY)) {
        return floats();
      }
    }
    return wholes();
  }

  /**
   * A text file's whole numbers as a layer that takes real ones must see them: ncnn's converters
   * wrote the bits of floats as whole numbers into some arrays.
   */
  static Serializable reals(Serializable value) {
    if (value instanceof Integer whole) {
      return number(whole).likely();
    }
    return value instanceof int[] wholes ? array(wholes).likely() : value;
  }

  private static boolean looksReal(int word, float least) {
    return Math.abs(Float.intBitsToFloat(word)) >= least || word == NEGATIVE_ZERO;
  }

  private Serializable floats() {
    if (!array) {
      return Float.intBitsToFloat(words[0]);
    }
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(words[i]);
    }
    return values;
  }
}
