package dev.vernier.engine.kernel.vector;

/** Transformed weights: for each position of a tile a matrix, a row an out channel. */
interface WinogradMatrices {

  /** Rows of a matrix, with those that fill up the last block. */
  int rows();

  /**
   * Whether sums are whole numbers that {@link WinogradOutput} gets as the bits of an int, modulo
   * 2³² and {@link VectorInt8#UNITS} too large.
   */
  boolean areWhole();

  /** Elements of working memory that {@link #multiply} needs. */
  int workSize();

  /**
   * Multiplies a position's matrix by a panel of tiles.
   *
   * @param vectors of the panel
   * @param v the panel, a row an in channel
   * @param sums a row for each of {@link #rows}
   */
  void multiply(
      int position, int vectors, float[] v, int vAt, float[] sums, int sumsAt, float[] work);
}
