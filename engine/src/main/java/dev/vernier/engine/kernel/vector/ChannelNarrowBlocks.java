package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/** The blocks of {@link ChannelTile} for 16 registers: five and four rows by two vectors. */
final class ChannelNarrowBlocks {
  private static final int FOUR = 4;

  /** The fewest rows of an odd number of columns. */
  static final int FIVE = 5;

  private static final int TEN = 10;

  /** Vectors of a full panel of out channels. */
  private static final int VECTORS = 2;

  private ChannelNarrowBlocks() {}

  /** Rows that are computed for so many: fives and fours make up all but 6, 7 and 11. */
  static int computedRows(int rows) {
    return fours(rows) < 0 ? (rows + FOUR - 1) / FOUR * FOUR : rows;
  }

  /** Blocks of four that leave a multiple of five; -1 where that is too many. */
  private static int fours(int rows) {
    int fours = (FIVE - rows % FIVE) % FIVE;
    return fours * FOUR <= rows ? fours : -1;
  }

  /** Vectors of the next panel. */
  static int panel(int vectorsLeft) {
    return Math.min(VECTORS, vectorsLeft);
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
    // Blocks of four take two columns a turn: an odd number is left to fives, which may overlap.
    int fours = k % 2 == 0 ? fours(rows) : 0;
    int fives = fours < 0 ? 0 : rows - fours * FOUR;
    int row = 0;
    while (row < fives) {
      int block = vectors == 1 && row + TEN <= fives ? TEN : FIVE;
      int r = Math.min(row, rows - FIVE) * LANES;
      block(block, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      row += block;
    }
    for (; row < rows; row += FOUR) {
      int r = Math.min(row, rows - FOUR) * LANES;
      block(FOUR, vectors, k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
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
    if (vectors == 1) {
      switch (rows) {
        case FOUR -> ChannelSingles.four(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt);
        case FIVE -> ChannelSingles.five(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt);
        default -> ChannelSingles.ten(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt);
      }
    } else if (rows == FOUR) {
      ChannelPairs.four(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    } else {
      ChannelPairs.five(k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }
}
