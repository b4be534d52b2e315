package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * The innermost product where channels lie side by side: the lanes are out channels, and each row
 * is a pixel or a tile of an image, a vector of in channels after the other.
 */
final class ChannelTile {

  /** The fewest rows that {@link #multiply} takes of an even number of columns. */
  static final int FEWEST_ROWS = 4;

  /** Species of 512 bits come with 32 registers. */
  private static final boolean WIDE = LANES >= 16;

  private ChannelTile() {}

  /** The fewest rows that {@link #multiply} takes of k columns. */
  static int fewestRows(int k) {
    return k % 2 == 0 || WIDE ? FEWEST_ROWS : ChannelNarrowBlocks.FIVE;
  }

  /** Rows that are computed for so many: what is left over of blocks is computed once more. */
  static int computedRows(int rows) {
    return WIDE ? ChannelWideBlocks.computedRows(rows) : ChannelNarrowBlocks.computedRows(rows);
  }

  /** Vectors of the next panel of out channels. */
  static int panel(int vectorsLeft) {
    return WIDE ? ChannelWideBlocks.panel(vectorsLeft) : ChannelNarrowBlocks.panel(vectorsLeft);
  }

  /**
   * C = start + A·B.
   *
   * @param rows at least {@link #fewestRows}
   * @param vectors 1 to 3, of a {@link #panel}
   * @param k columns of A; if even, they lie in pairs side by side
   * @param a a row's elements of one vector of in channels lie together, those of the next row
   *     behind them
   * @param aSteps where in a each column lies, from aAt
   * @param b k rows of so many vectors
   * @param start a value an out channel
   * @param c a row's vector after the other's, ldc elements from one vector of out channels to the
   *     next
   */
  static void multiply(
      int rows,
      int vectors,
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int ldc) {
    if (WIDE) {
      ChannelWideBlocks.multiply(
          rows, vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    } else {
      ChannelNarrowBlocks.multiply(
          rows, vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }
}
