package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * The innermost product where channels lie side by side: the lanes are out channels, and each row
 * is a pixel or a tile of an image, a vector of in channels after the other.
 */
final class ChannelTile {

  /** The fewest rows that {@link #multiply} takes. */
  static final int FEWEST_ROWS = 4;

  private static final int EIGHT = 8;
  private static final int TWELVE = 12;

  /** Vectors of a full panel of out channels. */
  private static final int VECTORS = 3;

  private ChannelTile() {}

  /** Rows that are computed for so many: what is left over of blocks is computed once more. */
  static int computedRows(int rows) {
    return (rows + FEWEST_ROWS - 1) / FEWEST_ROWS * FEWEST_ROWS;
  }

  /** Vectors of the next panel: never one alone where there are others, which would halve it. */
  static int panel(int vectorsLeft) {
    return vectorsLeft == VECTORS + 1 ? 2 : Math.min(VECTORS, vectorsLeft);
  }

  /**
   * C = start + A·B.
   *
   * @param rows at least {@link #FEWEST_ROWS}
   * @param vectors 1 to 3, of a panel
   * @param k columns of A
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
    int full = vectors == 2 ? TWELVE : EIGHT;
    int row = 0;
    for (; row + full <= rows; row += full) {
      int r = row * LANES;
      block(full, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
    }
    if (rows - row > EIGHT) {
      int r = row * LANES;
      block(EIGHT, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      row += EIGHT;
    }
    if (row < rows) {
      int last = rows - row > FEWEST_ROWS && rows >= EIGHT ? EIGHT : FEWEST_ROWS;
      if (rows - row > last) {
        int r = row * LANES;
        block(last, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      }
      int r = (rows - last) * LANES;
      block(last, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
    }
  }

  private static void block(
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
    switch (rows) {
      case FEWEST_ROWS ->
          ChannelFourRows.multiply(vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
      case EIGHT ->
          ChannelEightRows.multiply(
              vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
      default -> ChannelTwelveRows.multiply(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }
}
