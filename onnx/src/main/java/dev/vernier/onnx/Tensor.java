package dev.vernier.onnx;

import java.util.Arrays;

/**
 * A constant: real numbers, or whole ones (booleans as 0 and 1), in row-major order.
 *
 * @param dims its sizes, outermost first; none for a single number
 * @param reals its elements, or null where they are whole
 * @param wholes its elements, or null where they are real
 */
record Tensor(int[] dims, float[] reals, long[] wholes) {
  /** A size that depends on the input. */
  static final long UNKNOWN = Long.MIN_VALUE;

  static Tensor ofReals(int[] dims, float... reals) {
    return new Tensor(dims, reals, null);
  }

  static Tensor ofWholes(int[] dims, long... wholes) {
    return new Tensor(dims, null, wholes);
  }

  /** A list of whole numbers. */
  static Tensor list(long... wholes) {
    return ofWholes(new int[] {wholes.length}, wholes);
  }

  boolean isReal() {
    return reals != null;
  }

  int size() {
    return isReal() ? reals.length : wholes.length;
  }

  /** Whether all its elements are known. */
  boolean known() {
    return isReal() || Arrays.stream(wholes).noneMatch(whole -> whole == UNKNOWN);
  }

  /** The elements as floats; shared where they are real. */
  float[] asReals() {
    if (isReal()) {
      return reals;
    }
    float[] floats = new float[wholes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = wholes[i];
    }
    return floats;
  }

  /** The elements as whole numbers, reals cut; shared where they are whole. */
  long[] asWholes() {
    if (!isReal()) {
      return wholes;
    }
    long[] cut = new long[reals.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = (long) reals[i];
    }
    return cut;
  }

  double at(int i) {
    return isReal() ? reals[i] : wholes[i];
  }

  /** The same elements in other sizes. */
  Tensor withDims(int... others) {
    return new Tensor(others, reals, wholes);
  }

  /** Elements of such sizes; of none: 1. */
  static int count(int[] dims) {
    long count = 1;
    for (int dim : dims) {
      count = Math.multiplyExact(count, dim);
    }
    return Math.toIntExact(count);
  }
}
