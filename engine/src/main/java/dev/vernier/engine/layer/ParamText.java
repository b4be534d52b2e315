package dev.vernier.engine.layer;

import java.util.Arrays;

/** Parameter values as messages show them. */
final class ParamText {

  private ParamText() {}

  static String show(Object value) {
    if (value instanceof int[] wholes) {
      return "array " + Arrays.toString(wholes);
    }
    if (value instanceof float[] reals) {
      return "array " + Arrays.toString(reals);
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    return String.valueOf(value);
  }
}
