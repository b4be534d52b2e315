package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * The blocks of {@link ChannelTile} for 32 registers: twelve rows by two vectors, and eight by
 * three where two would leave one over. Eight by three are as fast in most JVMs, a few per cent
 * faster for few rows, and a third slower where C2 of JDK 17 hoists their checks; see {@link
 * Tile#ROWS}.
 */
final class ChannelWideBlocks {

  private static final int FOUR = 4;
  private static final int EIGHT = 8;
  private static final int TWELVE = 12;

  /** Vectors of a full panel of out channels. */
  private static final int VECTORS = 2;

  private ChannelWideBlocks() {}

  /** Rows that are computed for so many: what is left over of blocks is computed once more. */
  static int computedRows(int rows) {
    return (rows + FOUR - 1) / FOUR * FOUR;
  }

  /** Vectors of the next panel: never one alone where there are others, which would halve it. */
  static int panel(int vectorsLeft) {
    return vectorsLeft == VECTORS + 1 ? vectorsLeft : Math.min(VECTORS, vectorsLeft);
  }

  /** See {@link ChannelTile#multiply}. */
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
    int row = 0;
    if (vectors == VECTORS) {
      // But for 13 to 16 rows, which two blocks of eight take in less time than twelve and four.
      for (; rows - row == TWELVE || rows - row > 2 * EIGHT; row += TWELVE) {
        int r = row * LANES;
        block(TWELVE, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      }
    }
    for (; row + EIGHT <= rows; row += EIGHT) {
      int r = row * LANES;
      block(EIGHT, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
    }
    if (row < rows) {
      int last = rows - row > FOUR && rows >= EIGHT ? EIGHT : FOUR;
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
      case FOUR ->
          ChannelFourRows.multiply(vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
      case EIGHT ->
          ChannelEightRows.multiply(
              vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
      default -> ChannelTwelveRows.multiply(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }
}
