package dev.vernier.engine.kernel.vector;

/**
 * How {@link PackedRows} orders m × k elements: blocks of {@link Tile#ROWS} rows and, at the end,
 * of {@link Tile#FEW_ROWS}, in each block k steps of one value a row. Rows that are not there are
 * zero.
 */
final class RowBlocks {

  /** Steps of a block that are filled while they lie in L1. */
  private static final int FILLED = 128;

  private final int rows;
  private final int k;
  private final int mainBlocks;
  private final int fewBlocks;

  RowBlocks(int rows, int k) {
    this.rows = rows;
    this.k = k;
    this.fewBlocks = fewBlocks(rows);
    this.mainBlocks = mainBlocks(rows, fewBlocks);
  }

  /** Rows with the zero rows that fill up the last block. */
  static int paddedRows(int m) {
    int few = fewBlocks(m);
    return mainBlocks(m, few) * Tile.ROWS + few * Tile.FEW_ROWS;
  }

  /** How many of the smaller blocks leave the fewest zero rows. */
  private static int fewBlocks(int m) {
    int best = 0;
    int bestPadded = Integer.MAX_VALUE;
    for (int few = 0; few <= 2; few++) {
      int padded = mainBlocks(m, few) * Tile.ROWS + few * Tile.FEW_ROWS;
      if (padded < bestPadded) {
        best = few;
        bestPadded = padded;
      }
    }
    return best;
  }

  private static int mainBlocks(int m, int few) {
    return Math.max(0, (m - few * Tile.FEW_ROWS + Tile.ROWS - 1) / Tile.ROWS);
  }

  /** Number of blocks. */
  int count() {
    return mainBlocks + fewBlocks;
  }

  /** Rows of a block, those that fill it up included. */
  int rows(int block) {
    return block < mainBlocks ? Tile.ROWS : Tile.FEW_ROWS;
  }

  /** The first row of a block. */
  int first(int block) {
    return block * Tile.ROWS + Math.max(0, block - mainBlocks) * (Tile.FEW_ROWS - Tile.ROWS);
  }

  /** Where an element lies. */
  int at(int row, int step) {
    int few = row - mainBlocks * Tile.ROWS;
    int blockRows = few < 0 ? Tile.ROWS : Tile.FEW_ROWS;
    int of = (few < 0 ? row : few) % blockRows;
    return (row - of) * k + step * blockRows + of;
  }

  /** Orders a matrix whose element of row r and column p is at aAt + r·rowStep + p·columnStep. */
  void fill(float[] values, float[] a, int aAt, int rowStep, int columnStep) {
    int row = 0;
    for (int block = 0; block < count(); block++) {
      int blockRows = rows(block);
      int from = aAt + row * rowStep;
      if (rowStep == 1 && row + blockRows <= rows) {
        fillSideBySide(values, row, blockRows, a, from, columnStep);
      } else {
        for (int p = 0; p < k; p += FILLED) {
          int end = Math.min(k, p + FILLED);
          fillRows(values, row, blockRows, p, end, a, from, rowStep, columnStep);
        }
      }
      row += blockRows;
    }
  }

  /** A block whose rows lie side by side in each step. */
  private void fillSideBySide(
      float[] values, int row, int blockRows, float[] a, int aAt, int columnStep) {
    int to = row * k;
    for (int p = 0; p < k; p++) {
      int from = aAt + p * columnStep;
      for (int r = 0; r < blockRows; r++) {
        values[to + r] = a[from + r];
      }
      to += blockRows;
    }
  }

  /** Some steps of a block, a row after the other. */
  private void fillRows(
      float[] values,
      int row,
      int blockRows,
      int first,
      int end,
      float[] a,
      int aAt,
      int rowStep,
      int columnStep) {
    for (int r = 0; r < blockRows; r++) {
      int to = row * k + r;
      if (row + r < rows) {
        int from = aAt + r * rowStep;
        for (int p = first; p < end; p++) {
          values[to + p * blockRows] = a[from + p * columnStep];
        }
      } else {
        for (int p = first; p < end; p++) {
          values[to + p * blockRows] = 0f;
        }
      }
    }
  }

  /** Puts the matrix back into rows k apart from an offset. */
  void unpack(float[] values, float[] a, int aAt) {
    int row = 0;
    for (int block = 0; block < count(); block++) {
      int blockRows = rows(block);
      for (int r = 0; r < blockRows && row + r < rows; r++) {
        int to = aAt + (row + r) * k;
        for (int p = 0; p < k; p++) {
          a[to + p] = values[row * k + p * blockRows + r];
        }
      }
      row += blockRows;
    }
  }
}
