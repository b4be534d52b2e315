package dev.vernier.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The right matrix of a product, k × n, in the order in which {@link Tile} reads it: panels of
 * {@link Tile#COLUMNS} columns, in each panel k rows. The last panel has as many vectors as its
 * columns need, filled up with zeros.
 */
public final class PackedColumns {
  private final int k;
  private final int n;
  private final float[] values;

  private PackedColumns(int k, int n, float[] values) {
    this.k = k;
    this.n = n;
    this.values = values;
  }

  /**
   * Packs a matrix for good.
   *
   * @param b the element of row p and column j is at {@code bAt + p * rowStep + j * columnStep}
   */
  public static PackedColumns of(int k, int n, float[] b, int bAt, int rowStep, int columnStep) {
    return into(
        new float[Math.multiplyExact(k, paddedColumns(n))], k, n, b, bAt, rowStep, columnStep);
  }

  /** Packs a matrix into an array of at least {@link #paddedColumns} · k elements. */
  static PackedColumns into(
      float[] values, int k, int n, float[] b, int bAt, int rowStep, int columnStep) {
    PackedColumns packed = new PackedColumns(k, n, values);
    int whole = columnStep == 1 ? n / Tile.COLUMNS * Tile.COLUMNS : 0;
    for (int p = 0; p < k; p++) {
      packed.fillRow(p, whole, b, bAt + p * rowStep);
    }
    for (int j = whole; j < n; j += Tile.COLUMNS) {
      packed.fill(j, b, bAt + j * columnStep, rowStep, columnStep);
    }
    return packed;
  }

  /**
   * Deals a row out to whole panels: read from end to end, which the processor foresees, and
   * written a few lines of L2 at a time.
   */
  private void fillRow(int p, int whole, float[] b, int from) {
    int to = p * Tile.COLUMNS;
    for (int j = 0; j < whole; j += Tile.COLUMNS) {
      for (int v = 0; v < Tile.COLUMNS; v += Tile.LANES) {
        FloatVector.fromArray(Tile.SPECIES, b, from + j + v).intoArray(values, to + v);
      }
      to += k * Tile.COLUMNS;
    }
  }

  /** Columns with the zero columns that fill up the last vector. */
  static int paddedColumns(int n) {
    return (n + Tile.LANES - 1) / Tile.LANES * Tile.LANES;
  }

  private void fill(int column, float[] b, int bAt, int rowStep, int columnStep) {
    int columns = Math.min(Tile.COLUMNS, n - column);
    int width = vectorsAt(column) * Tile.LANES;
    int to = column * k;
    for (int p = 0; p < k; p++) {
      int from = bAt + p * rowStep;
      if (columnStep == 1) {
        System.arraycopy(b, from, values, to, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          values[to + j] = b[from + j * columnStep];
        }
      }
      for (int j = columns; j < width; j++) {
        values[to + j] = 0f;
      }
      to += width;
    }
  }

  /** Puts the matrix back with its columns side by side, the k elements of one after another. */
  void unpackTurned(float[] b) {
    for (int column = 0; column < n; column++) {
      int panel = column / Tile.COLUMNS * Tile.COLUMNS;
      int from = at(panel) + column - panel;
      int width = vectorsAt(panel) * Tile.LANES;
      for (int p = 0; p < k; p++) {
        b[column * k + p] = values[from + p * width];
      }
    }
  }

  /** Number of columns. */
  int n() {
    return n;
  }

  /** Vectors of the panel that starts at a column. */
  int vectorsAt(int column) {
    return Math.min(Tile.VECTORS, (n - column + Tile.LANES - 1) / Tile.LANES);
  }

  /** Index of the first element of the panel that starts at a column. */
  int at(int column) {
    return column * k;
  }

  /** The packed elements. */
  float[] values() {
    return values;
  }

  /**
   * C = start + A·B.
   *
   * @param c rows of n, ldc apart
   * @param tile an array of at least {@link PackedRows#tileElements} elements
   */
  public void multiply(PackedRows a, float[] c, int cAt, int ldc, float[] tile) {
    multiply(0, panels(), a, null, c, cAt, ldc, tile);
  }

  /** Panels of columns. */
  int panels() {
    return (n + Tile.COLUMNS - 1) / Tile.COLUMNS;
  }

  /**
   * The same for the columns of some panels.
   *
   * @param bias what the sums of each column start from, {@link #paddedColumns} of them; null for
   *     the start of the rows
   */
  void multiply(
      int first, int end, PackedRows a, float[] bias, float[] c, int cAt, int ldc, float[] tile) {
    int endColumn = Math.min(n, end * Tile.COLUMNS);
    for (int from = 0; from < k; from += PackedRows.STEPS) {
      int to = Math.min(k, from + PackedRows.STEPS);
      for (int j = first * Tile.COLUMNS; j < endColumn; j += Tile.COLUMNS) {
        int vectors = vectorsAt(j);
        int width = vectors * Tile.LANES;
        a.multiplyPanel(
            from,
            to,
            values,
            at(j) + from * width,
            vectors,
            Math.min(n - j, Tile.COLUMNS),
            at(j + Tile.COLUMNS) + from * width,
            bias,
            j,
            c,
            cAt + j,
            ldc,
            tile);
      }
    }
  }
}
