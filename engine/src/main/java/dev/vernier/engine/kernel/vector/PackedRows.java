package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import java.util.Arrays;

/**
 * The left matrix of a product, m × k, in the order in which {@link Tile} reads it: blocks of rows,
 * in each block k steps of one value a row. The last block is filled up with zero rows.
 */
public final class PackedRows implements WindowWeights {

  /**
   * Steps of k in one go: a full panel of B then takes a fifth of an L2 of 1 MiB. Measured on 1024³
   * (JDK 17, Zen 4) as a share of the peak: 256 steps 0.80, 512 steps 0.88, 1024 steps 0.89 to
   * 0.92; each further go adds C once more.
   */
  static final int STEPS = 1024;

  private static final UnaryKernels UNARY = new VectorUnary();
  private static final float[] NO_START = new float[Tile.ROWS * Tile.LANES];

  private final int rows;
  private final int k;
  private final int chunk;
  private final RowBlocks order;
  private final float[] values;
  private final float[] start;

  /** Rows in blocks of {@link Tile#ROWS} and {@link Tile#FEW_ROWS} over a given array. */
  private PackedRows(int rows, int k, int period, float[] values, float[] start) {
    this.rows = rows;
    this.k = k;
    this.chunk = Tile.chunk(k, period);
    this.order = new RowBlocks(rows, k);
    this.values = values;
    this.start = start;
  }

  /**
   * Packs a matrix for good.
   *
   * @param a m × k from an offset, rows k apart
   * @param bias a value a row from an offset, or null for none
   */
  public static PackedRows of(int m, int k, float[] a, int aAt, float[] bias, int biasAt) {
    return of(m, k, 1, a, aAt, bias, biasAt);
  }

  /**
   * Packs a matrix for good that meets windows of an image.
   *
   * @param period elements of a window: the distances of the steps of B repeat after so many
   */
  static PackedRows of(int m, int k, int period, float[] a, int aAt, float[] bias, int biasAt) {
    int padded = paddedRows(m);
    float[] start = new float[padded * Tile.LANES];
    for (int row = 0; row < m && bias != null; row++) {
      int at = row * Tile.LANES;
      Arrays.fill(start, at, at + Tile.LANES, bias[biasAt + row]);
    }
    float[] values = new float[Math.multiplyExact(padded, k)];
    PackedRows packed = new PackedRows(m, k, period, values, start);
    packed.order.fill(values, a, aAt, k, 1);
    return packed;
  }

  /** Packs a matrix into an array of at least {@link #paddedRows} · k elements. */
  static PackedRows into(
      float[] values, int m, int k, float[] a, int aAt, int rowStep, int columnStep) {
    PackedRows packed = new PackedRows(m, k, 1, values, null);
    packed.order.fill(values, a, aAt, rowStep, columnStep);
    return packed;
  }

  /** Rows with the zero rows that fill up the last block. */
  static int paddedRows(int m) {
    return RowBlocks.paddedRows(m);
  }

  /** Rows of a block, those that fill it up included. */
  int blockRows(int block) {
    return order.rows(block);
  }

  /** The first row of a block. */
  int firstRow(int block) {
    return order.first(block);
  }

  /** Puts the matrix back into rows k apart from an offset, as {@link #of} took it. */
  void unpack(float[] a, int aAt) {
    order.unpack(values, a, aAt);
  }

  /** Whether all rows of a block are rows of the matrix. */
  boolean isFull(int block) {
    return firstRow(block) + blockRows(block) <= rows;
  }

  /** Number of columns of this matrix. */
  int k() {
    return k;
  }

  /** Whether packing a panel of B would take longer than reading it in place, once a block. */
  boolean isShort() {
    return blocks() <= 2;
  }

  /**
   * Multiplies all rows by whole vectors of columns of B where they lie.
   *
   * @param b k steps of {@code vectors} vectors
   * @param bSteps where each step lies from bAt
   * @param c m rows, ldc apart
   * @param tile an array of at least {@link #tileElements} elements
   */
  void multiplyInPlace(
      float[] b, int bAt, int[] bSteps, int vectors, float[] c, int cAt, int ldc, float[] tile) {
    int width = vectors * Tile.LANES;
    for (int block = 0; block < blocks(); block++) {
      int row = firstRow(block);
      int valid = Math.min(blockRows(block), rows - row);
      int at = cAt + row * ldc;
      if (valid == blockRows(block)) {
        multiply(block, start != null, 0, k, b, bAt, bSteps, vectors, c, at, ldc);
      } else {
        multiply(block, start != null, 0, k, b, bAt, bSteps, vectors, tile, 0, width);
        copy(tile, 0, width, c, at, ldc, valid, width);
      }
    }
  }

  /**
   * Multiplies all rows by some steps of one packed panel of B. The first steps start from the bias
   * of the rows, or of the columns where there is one, later ones from C.
   *
   * @param from first step
   * @param to step after the last
   * @param b the panel at step {@code from}: rows of {@code vectors} vectors
   * @param columns how many columns of the panel belong to C
   * @param ahead where in b the next panel begins, or -1
   * @param columnBias a value a column of whole vectors, or null
   * @param c m rows, ldc apart
   * @param tile an array of at least {@link #tileElements} elements
   */
  void multiplyPanel(
      int from,
      int to,
      float[] b,
      int bAt,
      int vectors,
      int columns,
      int ahead,
      float[] columnBias,
      int columnBiasAt,
      float[] c,
      int cAt,
      int ldc,
      float[] tile) {
    int width = vectors * Tile.LANES;
    int share = PanelTile.share(to - from);
    boolean reads = ahead >= 0 && ahead <= b.length - (to - from) * width;
    int next = ahead;
    int end = ahead + (to - from) * width - share;
    int row = 0;
    for (int block = 0; block < blocks(); block++) {
      int blockRows = blockRows(block);
      int valid = Math.min(blockRows, rows - row);
      int at = cAt + row * ldc;
      boolean straight = valid == blockRows && columns == width;
      float[] sums = straight ? c : tile;
      int sumsAt = straight ? at : 0;
      int sumsLd = straight ? ldc : width;
      float[] first = start == null ? NO_START : start;
      int firstAt = start == null ? 0 : row * Tile.LANES;
      int firstLd = Tile.LANES;
      int firstNext = 0;
      if (from > 0) {
        if (!straight) {
          copy(c, at, ldc, tile, 0, width, valid, columns);
        }
        first = sums;
        firstAt = sumsAt;
        firstLd = sumsLd;
        firstNext = Tile.LANES;
      } else if (columnBias != null) {
        first = columnBias;
        firstAt = columnBiasAt;
        firstLd = 0;
        firstNext = Tile.LANES;
      }
      int a = row * k + from * blockRows;
      PanelTile.multiply(
          blockRows,
          vectors,
          to - from,
          chunk,
          values,
          a,
          b,
          bAt,
          reads ? b : values,
          reads ? Math.min(next, end) : a,
          first,
          firstAt,
          firstLd,
          firstNext,
          sums,
          sumsAt,
          sumsLd);
      next += share;
      if (!straight) {
        copy(tile, 0, width, c, at, ldc, valid, columns);
      }
      row += blockRows;
    }
  }

  /**
   * Multiplies all rows, those that fill up the last block too, by some steps of a panel of B that
   * belongs to C as a whole.
   *
   * @param biased whether sums start from the bias
   * @param b the panel at step {@code from}: rows of {@code vectors} vectors
   * @param c {@link #paddedRows} rows of as many vectors
   */
  void multiply(
      boolean biased, int from, int to, float[] b, int bAt, int vectors, float[] c, int cAt) {
    int width = vectors * Tile.LANES;
    for (int block = 0; block < blocks(); block++) {
      int at = cAt + firstRow(block) * width;
      multiplyPanel(block, biased, from, to, b, bAt, vectors, c, at, width);
    }
  }

  /** The same for one block, whose rows in C are ldc apart. */
  void multiplyPanel(
      int block,
      boolean biased,
      int from,
      int to,
      float[] b,
      int bAt,
      int vectors,
      float[] c,
      int cAt,
      int ldc) {
    int n = blockRows(block);
    int row = firstRow(block);
    float[] first = biased ? start : NO_START;
    int a = row * k + from * n;
    int at = biased ? row * Tile.LANES : 0;
    PanelTile.multiply(
        n,
        vectors,
        to - from,
        chunk,
        values,
        a,
        b,
        bAt,
        values,
        a,
        first,
        at,
        Tile.LANES,
        0,
        c,
        cAt,
        ldc);
  }

  /** The same where steps of B lie apart. */
  void multiply(
      int block,
      boolean biased,
      int from,
      int to,
      float[] b,
      int bAt,
      int[] bSteps,
      int vectors,
      float[] c,
      int cAt,
      int ldc) {
    int n = blockRows(block);
    int row = firstRow(block);
    float[] first = biased ? start : NO_START;
    int a = row * k + from * n;
    int at = biased ? row * Tile.LANES : 0;
    Tile.multiply(n, vectors, to - from, chunk, values, a, b, bAt, bSteps, first, at, c, cAt, ldc);
  }

  /** An element of the matrix. */
  float value(int row, int step) {
    return values[order.at(row, step)];
  }

  /** Rows with the zero rows that fill up the last block. */
  int paddedRows() {
    return firstRow(blocks());
  }

  /**
   * Multiplies some blocks of rows and all steps by packed columns, a block of rows after the
   * other, so that few rows of C are written at a time, each for long.
   *
   * @param first block, of {@link #blocks}
   * @param end block after the last
   * @param b k × n, small enough to stay in L2
   * @param c m rows, ldc apart
   * @param activation applied to a block's rows when all their columns are there
   */
  void multiply(
      int first,
      int end,
      PackedColumns b,
      float[] c,
      int cAt,
      int ldc,
      Activation activation,
      float[] tile) {
    int row = firstRow(first);
    for (int block = first; block < end; block++) {
      int blockRows = blockRows(block);
      int valid = Math.min(blockRows, rows - row);
      for (int j = 0; j < b.n(); j += Tile.COLUMNS) {
        int vectors = b.vectorsAt(j);
        int width = vectors * Tile.LANES;
        int columns = Math.min(Tile.COLUMNS, b.n() - j);
        int at = cAt + row * ldc + j;
        boolean straight = valid == blockRows && columns == width;
        float[] sums = straight ? c : tile;
        int sumsAt = straight ? at : 0;
        int ld = straight ? ldc : width;
        int a = row * k;
        int first0 = row * Tile.LANES;
        PanelTile.multiply(
            blockRows,
            vectors,
            k,
            chunk,
            values,
            a,
            b.values(),
            b.at(j),
            values,
            a,
            start,
            first0,
            Tile.LANES,
            0,
            sums,
            sumsAt,
            ld);
        if (!straight) {
          copy(tile, 0, width, c, at, ldc, valid, columns);
        }
      }
      // Rows that lie end to end are one, with one end that does not fill a vector.
      int runs = b.n() == ldc ? 1 : valid;
      for (int r = 0; r < runs; r++) {
        int at = cAt + (row + r) * ldc;
        UNARY.activate(activation, c, at, c, at, valid / runs * b.n());
      }
      row += blockRows;
    }
  }

  @Override
  public int blocks() {
    return order.count();
  }

  @Override
  public int columns() {
    return Tile.COLUMNS;
  }

  @Override
  public int margin() {
    return Tile.LANES;
  }

  @Override
  public void prepare(float[] band, int n) {
    // It is read as it is.
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
    int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
    int width = vectors * Tile.LANES;
    int row = firstRow(first);
    for (int block = first; block < end; block++) {
      int blockRows = blockRows(block);
      int valid = Math.min(blockRows, rows - row);
      int channel = firstChannel + row;
      int straight = valid == blockRows ? output.straight(width, channel, column) : -1;
      float[] c = straight < 0 ? tile : output.reals();
      int at = Math.max(0, straight);
      int ld = straight < 0 ? width : output.pixels();
      int first0 = row * Tile.LANES;
      Tile.multiply(
          blockRows, vectors, k, chunk, values, row * k, b, bAt, bSteps, start, first0, c, at, ld);
      finish.apply(row, c, at, ld, blockRows, vectors);
      if (straight < 0) {
        output.store(tile, width, valid, channel, column);
      }
      row += blockRows;
    }
  }

  private static void copy(
      float[] from, int fromAt, int fromLd, float[] to, int toAt, int toLd, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, fromAt + r * fromLd, to, toAt + r * toLd, columns);
    }
  }

  @Override
  public int tileSize() {
    return tileElements();
  }

  /** Elements of working memory that {@link #multiply} needs. */
  public static int tileElements() {
    return Tile.ROWS * Tile.COLUMNS;
  }
}
