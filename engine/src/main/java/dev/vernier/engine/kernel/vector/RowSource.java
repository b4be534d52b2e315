package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Scratch;

/** Where a kernel's rows of elements come from. */
interface RowSource {

  /**
   * Copies len elements, stride apart, of one image row that is seen with padding at both ends;
   * writes up to a vector minus one element more.
   *
   * @param row index of the row's first element
   * @param w elements of the row
   * @param x column of the first element, below 0 and above w − 1 in the padding
   */
  void padded(int row, int w, int x, int stride, float padValue, float[] dst, int at, int len);

  /** Where the elements that are open lie. */
  float[] elements();

  /** Index in the image of the first of {@link #elements}. */
  int base();

  /** The same source for one thread. */
  default RowSource of(Scratch scratch) {
    return this;
  }

  /** Makes ready what is copied next: rows first to end − 1 of some channels from q on. */
  default void open(int q, int channels, int first, int end) {}
}
