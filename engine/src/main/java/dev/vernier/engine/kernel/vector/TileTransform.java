package dev.vernier.engine.kernel.vector;

/**
 * The transforms of Winograd's F(n, 3) for a tile whose elements are vectors: of channels, or of
 * images, side by side.
 */
interface TileTransform {

  /** Rows and columns of the output that a tile computes. */
  int out();

  /** Rows and columns of the input that a tile reads. */
  default int in() {
    return out() + 2;
  }

  /** Products of a tile. */
  default int positions() {
    return in() * in();
  }

  /**
   * Bᵀ · d · B: position p of the tile goes to {@code vAt + p * step}.
   *
   * @param row elements from one row of the input to the next
   * @param work a tile half transformed
   */
  void in(float[] src, int at, int row, float[] work, float[] v, int vAt, int step);

  /**
   * Aᵀ · m · A of the sums, those of position p at {@code mAt + p * step}.
   *
   * @param work a tile half transformed
   * @param row elements from one row of the output to the next
   */
  void out(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row);
}
