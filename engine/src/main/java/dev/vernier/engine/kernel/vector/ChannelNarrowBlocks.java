package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import java.lang.management.ManagementFactory;

/** The blocks of {@link ChannelTile} for 16 registers: five and four rows by two vectors. */
final class ChannelNarrowBlocks {
  private static final int FOUR = 4;

  /** The fewest rows of an odd number of columns. */
  static final int FIVE = 5;

  private static final int EIGHT = 8;

  /** Vectors of a full panel of out channels. */
  private static final int VECTORS = 2;

  /**
   * Whether C2 leaves loops as they are: for the sake of safepoints it puts one of its own around
   * each, and needs a register for it, but not for the serial and the parallel collector.
   */
  private static final boolean PLAIN_LOOPS =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .anyMatch(bean -> bean.getName().startsWith("PS ") || bean.getName().equals("Copy"));

  /**
   * Where {@link ChannelPairs#fiveInPairs} is the faster one. With G1 the recogniser took 1.15 to
   * 1.44 times as long as ONNX Runtime with it on JDK 17, and 0.89 to 1.01 with the other.
   */
  private static final boolean IN_PAIRS = Runtime.version().feature() < 21 && PLAIN_LOOPS;

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
    if (k % 2 != 0) {
      odd(rows, vectors, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    } else if (vectors == 1) {
      single(rows, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt);
    } else {
      pair(rows, k, a, aAt, aSteps, b, bAt, start, startAt, c, cAt, ldc);
    }
  }

  private static void pair(
      int rows,
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
    int fours = fours(rows);
    int fives = fours < 0 ? 0 : rows - fours * FOUR;
    int row = 0;
    for (; row < fives; row += FIVE) {
      int r = row * LANES;
      if (IN_PAIRS) {
        ChannelPairs.fiveInPairs(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      } else {
        ChannelPairs.five(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      }
    }
    for (; row < rows; row += FOUR) {
      int r = Math.min(row, rows - FOUR) * LANES;
      ChannelPairs.four(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
    }
  }

  private static void single(
      int rows,
      int k,
      float[] a,
      int aAt,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    int row = 0;
    int eights = rows < EIGHT || rows % EIGHT <= FOUR ? rows / EIGHT * EIGHT : rows;
    for (; row < eights; row += EIGHT) {
      int r = Math.min(row, rows - EIGHT) * LANES;
      ChannelSingles.eight(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r);
    }
    for (; row < rows; row += FOUR) {
      int r = Math.min(row, rows - FOUR) * LANES;
      ChannelSingles.four(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r);
    }
  }

  private static void odd(
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
    for (int row = 0; row < rows; row += FIVE) {
      int r = Math.min(row, rows - FIVE) * LANES;
      if (vectors == 1) {
        ChannelSingles.five(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r);
      } else {
        ChannelPairs.five(k, a, aAt + r, aSteps, b, bAt, start, startAt, c, cAt + r, ldc);
      }
    }
  }
}
