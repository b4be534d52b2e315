package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import java.util.Arrays;

/**
 * Int8 weights, m × k, in the order in which {@link PairTile} reads them: blocks of rows, in each
 * block k steps of one value a row, and the runs of steps whose sums fit 16 bits, whatever the
 * input. The last block is filled up with zero rows.
 */
final class PairRows implements WindowWeights {

  /** A sum of 16 bits holds so many times −128, the largest magnitude of an input. */
  private static final int MOST = Short.MAX_VALUE / -Byte.MIN_VALUE;

  /** Mean steps of a run below which sums in floats are as fast. */
  private static final int FEWEST_STEPS = 4;

  /** Fewer products an element, and pairing the columns costs more than it saves. */
  private static final int FEWEST_PRODUCTS = 48;

  /** Fewer products a sum, and widening it costs more. */
  private static final int FEWEST_TERMS = 32;

  /** Shares of a product in floats that one in 16 bits and widening a run take. */
  private static final double SUM = 0.63;

  private static final double WIDENING = 0.9;

  private final int rows;
  private final int k;
  private final int[] values;
  private final int[][] ends;

  private PairRows(int rows, int k, int[] values, int[][] ends) {
    this.rows = rows;
    this.k = k;
    this.values = values;
    this.ends = ends;
  }

  /** Whether this machine has the registers: 32 of 512 bits. */
  static boolean isSupported() {
    return LANES == 16;
  }

  /**
   * Packs some rows; null where floats are as fast.
   *
   * @param weights rows of k weights from an offset
   * @param products that each element of the input takes part in
   */
  static PairRows of(int rows, int k, byte[] weights, int at, int products) {
    if (products < FEWEST_PRODUCTS || k < FEWEST_TERMS) {
      return null;
    }
    int blocks = (rows + PairTile.ROWS - 1) / PairTile.ROWS;
    int[] values = new int[Math.multiplyExact(blocks * PairTile.ROWS, k)];
    int[][] ends = new int[blocks][];
    long runs = 0;
    for (int block = 0; block < blocks; block++) {
      int first = block * PairTile.ROWS;
      int valid = Math.min(PairTile.ROWS, rows - first);
      ends[block] = ends(weights, at + first * k, valid, k);
      runs += ends[block].length;
      for (int r = 0; r < valid; r++) {
        for (int p = 0; p < k; p++) {
          int weight = weights[at + (first + r) * k + p];
          values[first * k + p * PairTile.ROWS + r] = weight << 16 | weight & 0xffff;
        }
      }
    }
    return (long) k * blocks < FEWEST_STEPS * runs ? null : new PairRows(rows, k, values, ends);
  }

  /** The step after each run of steps in which no row's sum can pass 16 bits. */
  private static int[] ends(byte[] weights, int at, int rows, int k) {
    int[] ends = new int[k];
    int[] sums = new int[rows];
    int count = 0;
    for (int p = 0; p < k; p++) {
      boolean fits = true;
      for (int r = 0; r < rows; r++) {
        sums[r] += Math.abs(weights[at + r * k + p]);
        fits &= sums[r] <= MOST;
      }
      if (!fits) {
        ends[count++] = p;
        for (int r = 0; r < rows; r++) {
          sums[r] = Math.abs(weights[at + r * k + p]);
        }
      }
    }
    ends[count++] = k;
    return Arrays.copyOf(ends, count);
  }

  /** What its products take as a share of those in floats: the fewer, the longer its runs are. */
  double share() {
    long runs = 0;
    for (int[] end : ends) {
      runs += end.length;
    }
    return SUM + WIDENING * runs / ((double) k * ends.length);
  }

  /** Rows with the zero rows that fill up the last block. */
  static int paddedRows(int rows) {
    return (rows + PairTile.ROWS - 1) / PairTile.ROWS * PairTile.ROWS;
  }

  @Override
  public int columns() {
    return PairTile.VECTORS * PairTile.COLUMNS;
  }

  @Override
  public int margin() {
    return columns();
  }

  @Override
  public void prepare(float[] band, int n) {
    ColumnPairs.inPlace(band, 0, n);
  }

  @Override
  public int blocks() {
    return ends.length;
  }

  @Override
  public void multiply(
      int first,
      int end,
      float[] b,
      int bAt,
      int[] bSteps,
      int columns,
      TileFinish finish,
      BandOutput output,
      int firstChannel,
      int column,
      float[] tile) {
    int apart = PairTile.COLUMNS;
    multiply(
        first, end, b, bAt, bSteps, apart, columns, finish, output, firstChannel, column, tile);
  }

  /**
   * The same for pairs whose vectors lie {@code apart} elements from each other in each step:
   * {@link PairTile#COLUMNS} in a band, a vector's length in a panel.
   */
  void multiply(
      int first,
      int end,
      float[] b,
      int bAt,
      int[] bSteps,
      int apart,
      int columns,
      TileFinish finish,
      BandOutput output,
      int firstChannel,
      int column,
      float[] tile) {
    int vectors = columns > PairTile.COLUMNS ? 2 : 1;
    int width = vectors * PairTile.COLUMNS;
    for (int block = first; block < end; block++) {
      int row = block * PairTile.ROWS;
      int valid = Math.min(PairTile.ROWS, rows - row);
      int channel = firstChannel + row;
      int straight = valid == PairTile.ROWS ? output.straight(width, channel, column) : -1;
      PairTile.multiply(vectors, ends[block], values, row * k, b, bAt, bSteps, apart, tile);
      if (straight < 0) {
        finish.apply(row, tile, 0, width, PairTile.ROWS, width / LANES);
        output.store(tile, width, valid, channel, column);
      } else {
        float[] c = output.reals();
        int ldc = output.pixels();
        finish.apply(row, tile, 0, width, c, straight, ldc, PairTile.ROWS, width / LANES);
      }
    }
  }

  @Override
  public int tileSize() {
    return PairTile.ROWS * columns();
  }
}
