package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/** {@link Tile} for packed panels, whose steps lie side by side, and for sums of any start. */
final class PanelTile {

  /**
   * In which steps a line of what comes next is touched: in those whose number has none of these
   * bits. The first block of rows that meets a panel waits for it, if it comes from L3 or memory.
   * Java has no prefetch, but a plain load whose value nothing waits for serves, spread over the
   * blocks before; the processor then fetches what lies behind by itself. 194 GFLOP/s in place of
   * 187 to 190 for 145 rows by weights of 768 x 3072 from memory (Zen 5).
   */
  static final int READ_AHEAD = 7;

  private PanelTile() {}

  /** Elements from the first that a block of k steps touches to the first of the next block. */
  static int share(int k) {
    return (k + READ_AHEAD) / (READ_AHEAD + 1) * LANES;
  }

  /**
   * C = start + A·B.
   *
   * @param rows {@link Tile#ROWS} or {@link Tile#FEW_ROWS}
   * @param vectors 1 to {@link Tile#VECTORS}
   * @param chunk as {@link Tile#chunk} has it
   * @param a k steps of {@code rows} values
   * @param b k steps of {@code vectors} vectors, side by side
   * @param ahead an array from which {@link #share} elements are read ahead, from an index on
   * @param start where the sums begin: a vector for each row and each vector of columns
   * @param startLd elements from the start of one row to the next
   * @param startNext elements from the start of one vector of columns to the next
   */
  static void multiply(
      int rows,
      int vectors,
      int k,
      int chunk,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] ahead,
      int aheadAt,
      float[] start,
      int startAt,
      int startLd,
      int startNext,
      float[] c,
      int cAt,
      int ldc) {
    switch (rows) {
      case 4 ->
          Tile.four(
              vectors,
              k,
              chunk,
              a,
              aAt,
              b,
              bAt,
              Tile.panelSteps(vectors),
              start,
              startAt,
              startLd,
              startNext,
              c,
              cAt,
              ldc);
      case 8 ->
          PanelEightRows.multiply(
              vectors, k, a, aAt, b, bAt, ahead, aheadAt, start, startAt, startLd, startNext, c,
              cAt, ldc);
      default ->
          PanelTwelveRows.multiply(
              vectors, k, a, aAt, b, bAt, ahead, aheadAt, start, startAt, startLd, startNext, c,
              cAt, ldc);
    }
  }
}
