package dev.vernier.engine.layer.shape;

import java.io.Serializable;

/**
 * A number of a {@link ShapeExpression}: a whole one of 32 bits or a single-precision real.
 *
 * @param real whether it is a real
 * @param whole its value if it is not
 * @param value its value either way
 */
record ShapeNumber(boolean real, int whole, float value) implements Serializable {

  /** A whole number. */
  static ShapeNumber of(int whole) {
    return new ShapeNumber(false, whole, whole);
  }

  /**
   * A real number.
   *
   * @throws ArithmeticException if it is infinite or not a number
   */
  static ShapeNumber of(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      throw new ArithmeticException("a value is " + value);
    }
    return new ShapeNumber(true, 0, value);
  }

  /** The number that a word spells, whole where it has no fraction or exponent; null if none. */
  static ShapeNumber parse(String word) {
    if (!word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return null;
    }
    float value = Float.parseFloat(word);
    if (Float.isInfinite(value)) {
      return null;
    }
    if (word.indexOf('e') < 0 && word.indexOf('E') < 0 && value == Math.rint(value)) {
      double exact = Double.parseDouble(word);
      return exact == (int) exact ? of((int) exact) : null;
    }
    return of(value);
  }

  /**
   * The whole number, a real's fraction cut off.
   *
   * @throws ArithmeticException if it passes 32 bits
   */
  int toInt() {
    return real ? whole(value) : whole;
  }

  /**
   * A real's whole part.
   *
   * @throws ArithmeticException if it passes 32 bits
   */
  static int whole(double value) {
    if (!(Math.abs(value) < 0x1p31)) {
      throw new ArithmeticException(value + " passes 32 bits");
    }
    return (int) value;
  }
}
