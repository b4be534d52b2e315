package dev.vernier.engine.layer.attention;

/**
 * A matrix of one head within a larger one.
 *
 * @param values where it lies
 * @param at its first element
 * @param ld elements from one stored row to the next
 * @param transposed whether stored rows are its columns
 */
record HeadMatrix(float[] values, int at, int ld, boolean transposed) {

  /** Copies rows × columns elements to a dense matrix from index 0. */
  void copyTo(float[] dense, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      if (transposed) {
        for (int column = 0; column < columns; column++) {
          dense[row * columns + column] = values[at + column * ld + row];
        }
      } else {
        System.arraycopy(values, at + row * ld, dense, row * columns, columns);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "head from " + at + ", rows " + ld + " apart" + (transposed ? ", transposed" : "");
  }
}
