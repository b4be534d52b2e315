package dev.vernier.engine.compare;

import dev.vernier.engine.Mat;
import java.io.Serializable;

/**
 * How far one signal lies from another that it should be: sums over pairs of elements, so that
 * parts of the data can be merged. Pairs with a NaN or an infinity are counted apart. Not
 * thread-safe.
 */
public final class SignalError implements Serializable {
  private static final long serialVersionUID = 1L;

  private long elements;
  private long nonFinite;
  private double expectedSquares;
  private double foundSquares;
  private double products;
  private double errorSquares;
  private double errorMagnitudes;
  private double largestError;

  /** The error over no elements. */
  public SignalError() {}

  /**
   * Adds the elements of two float32 mats.
   *
   * @throws IllegalArgumentException if their shapes or types differ; the message has both
   */
  public void add(Mat expected, Mat found) {
    if (expected.type() != Mat.Type.FLOAT32 || !expected.sameShape(found)) {
      throw new IllegalArgumentException(
          "expected " + expected + ", found " + found + ": only float32 mats of one shape compare");
    }
    add(expected.floats(), found.floats(), expected.size());
  }

  /** Adds the first n elements of both. */
  void add(float[] expected, float[] found, int n) {
    // The sums are locals: fields would be read and written for each pair.
    long skipped = 0;
    double expectedSum = expectedSquares;
    double foundSum = foundSquares;
    double productSum = products;
    double squareSum = errorSquares;
    double magnitudeSum = errorMagnitudes;
    double largest = largestError;
    for (int i = 0; i < n; i++) {
      double x = expected[i];
      double y = found[i];
      double error = Math.abs(x - y);
      if (error <= Double.MAX_VALUE) {
        expectedSum += x * x;
        foundSum += y * y;
        productSum += x * y;
        squareSum += error * error;
        magnitudeSum += error;
        if (error > largest) {
          largest = error;
        }
      } else {
        skipped++;
      }
    }
    elements += n;
    nonFinite += skipped;
    expectedSquares = expectedSum;
    foundSquares = foundSum;
    products = productSum;
    errorSquares = squareSum;
    errorMagnitudes = magnitudeSum;
    largestError = largest;
  }

  /** Adds what another part of the data gave; returns this. */
  public SignalError merge(SignalError other) {
    elements += other.elements;
    nonFinite += other.nonFinite;
    expectedSquares += other.expectedSquares;
    foundSquares += other.foundSquares;
    products += other.products;
    errorSquares += other.errorSquares;
    errorMagnitudes += other.errorMagnitudes;
    largestError = Math.max(largestError, other.largestError);
    return this;
  }

  /** Pairs of elements seen. */
  public long elements() {
    return elements;
  }

  /** Pairs left out because one of the two is NaN or infinite. */
  public long nonFinite() {
    return nonFinite;
  }

  /**
   * Signal to quantisation noise in dB, 10·log10(Σx² / Σ(x − y)²); infinite where there is no
   * error, 0 where both are silent but for it.
   */
  public double sqnr() {
    if (errorSquares == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return expectedSquares == 0 ? 0 : 10 * Math.log10(expectedSquares / errorSquares);
  }

  /** Noise to signal as a plain ratio, Σ(x − y)² / Σx²; 0 where there is no error. */
  public double noise() {
    if (errorSquares == 0) {
      return 0;
    }
    return expectedSquares == 0 ? Double.POSITIVE_INFINITY : errorSquares / expectedSquares;
  }

  /** Cosine of the angle between the two; 1 where both are zero, 0 where one of them is. */
  public double cosine() {
    if (expectedSquares == 0 || foundSquares == 0) {
      return expectedSquares == foundSquares ? 1 : 0;
    }
    double cosine = products / (Math.sqrt(expectedSquares) * Math.sqrt(foundSquares));
    return Math.max(-1, Math.min(1, cosine));
  }

  /** Mean of |x − y|; 0 where there are no elements. */
  public double meanError() {
    long counted = elements - nonFinite;
    return counted == 0 ? 0 : errorMagnitudes / counted;
  }

  /** Largest |x − y|. */
  public double largestError() {
    return largestError;
  }

  @Override
  public String toString() {
    return "SQNR " + sqnr() + " dB, cosine " + cosine() + " over " + elements + " elements";
  }
}
