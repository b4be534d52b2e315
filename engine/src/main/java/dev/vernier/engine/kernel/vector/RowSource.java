package dev.vernier.engine.kernel.vector;

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
}
