package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * Int8 convolutions of single pixels, where each weight meets a whole channel. As many columns are
 * packed at once as stay in L2, and a block of rows is computed for all of them before the next, so
 * that few channels are written at a time, each for long.
 */
final class Int8Pointwise {

  /** Elements that are packed at once: a quarter of an L2 of 1 MiB. */
  private static final int PACKED = 1 << 16;

  /** Columns that are finished at once: so few that a block of them stays in L1. */
  private static final int FINISHED = 12 * Tile.COLUMNS;

  /** Elements from a row of so many columns to the next. */
  private static final int ROW = FINISHED + LANES;

  /** In channels up to which rows are packed as long as they are finished, not in panels. */
  private static final int FEW = 64;

  private final WindowWeights[] groups;
  private final TileFinish[] finishes;
  private final int k;
  private final int outChannels;
  private final boolean inPairs;

  /** Columns whose rows are packed side by side. */
  private final int together;

  /** Where the rows of packed columns lie, by their vectors of floats. */
  private final int[][] steps;

  Int8Pointwise(ConvolutionShape shape, WindowWeights[] groups, TileFinish[] finishes) {
    this.groups = groups;
    this.finishes = finishes;
    this.k = shape.weightsPerOutput();
    this.outChannels = shape.outChannels() / shape.groups();
    this.inPairs = groups[0] instanceof PairRows;
    boolean inRows = !inPairs && k <= FEW;
    this.together = inRows ? FINISHED : groups[0].columns();
    this.steps = new int[Tile.VECTORS + 1][];
    for (int vectors = 1; vectors <= Tile.VECTORS; vectors++) {
      steps[vectors] = Tile.evenSteps(k, inRows ? ROW : vectors * LANES);
    }
  }

  /** Computes a range of pixels of all out channels. */
  void run(Int8Rows src, Int8Blob dst, int pixels, int first, int end, Scratch scratch) {
    int size = k * (together == FINISHED ? ROW : together);
    int span = Math.max(1, PACKED / size) * together;
    int most = (Math.min(span, end - first) + together - 1) / together;
    float[] packed = scratch.scratch(WindowProduct.PANEL, most * size + LANES);
    float[] tile = scratch.scratch(WindowProduct.TILE, groups[0].tileSize());
    BandOutput output = scratch.own(BandOutput.class, BandOutput::new);
    output.set(dst, pixels, 1, 0, 1, pixels);
    for (int g = 0; g < groups.length; g++) {
      for (int pixel = first; pixel < end; pixel += span) {
        int n = Math.min(span, end - pixel);
        for (int j = 0; j < n; j += together) {
          pack(src, g * k * pixels + pixel + j, pixels, Math.min(together, n - j), packed, at(j));
        }
        for (int block = 0; block < groups[g].blocks(); block++) {
          multiply(g, block, n, packed, output, pixel, tile);
        }
      }
    }
  }

  /** Where a column lies in the first row of what is packed. */
  private int at(int column) {
    return together == FINISHED ? column / together * k * ROW + column % together : column * k;
  }

  private void pack(Int8Rows src, int from, int pixels, int columns, float[] packed, int at) {
    if (inPairs) {
      int vectors = (columns + PairTile.COLUMNS - 1) / PairTile.COLUMNS;
      src.panel(from, pixels, k, columns, vectors * 2, packed, at, vectors * PairTile.COLUMNS);
      ColumnPairs.packed(packed, at, k, vectors);
    } else {
      int vectors = (columns + LANES - 1) / LANES;
      int step = together == FINISHED ? ROW : vectors * LANES;
      src.panel(from, pixels, k, columns, vectors, packed, at, step);
    }
  }

  private void multiply(
      int g, int block, int n, float[] packed, BandOutput output, int pixel, float[] tile) {
    int full = groups[g].columns();
    int channel = g * outChannels;
    int done = 0;
    if (groups[g] instanceof PackedRows rows && output.reals() != null && rows.isFull(block)) {
      int to = (channel + rows.firstRow(block)) * output.pixels() + pixel;
      done = n % full % LANES == 0 ? n : n / full * full;
      rows(rows, finishes[g], block, done, packed, output.reals(), to, output.pixels());
    }
    for (int j = done; j < n; j += full) {
      int columns = Math.min(full, n - j);
      int to = pixel + j;
      TileFinish finish = finishes[g];
      if (groups[g] instanceof PairRows pairs) {
        int[] at = steps[(columns + PairTile.COLUMNS - 1) / PairTile.COLUMNS];
        pairs.multiply(
            block, block + 1, packed, at(j), at, LANES, columns, finish, output, channel, to, tile);
      } else {
        int[] at = steps[(columns + LANES - 1) / LANES];
        groups[g].multiply(
            block, block + 1, packed, at(j), at, columns, finish, output, channel, to, tile);
      }
    }
  }

  /** Whole vectors of a block of rows, several tiles before they are finished. */
  private void rows(
      PackedRows weights,
      TileFinish finish,
      int block,
      int n,
      float[] packed,
      float[] c,
      int cAt,
      int ldc) {
    int row = weights.firstRow(block);
    for (int from = 0; from < n; from += FINISHED) {
      int end = Math.min(n, from + FINISHED);
      for (int j = from; j < end; j += Tile.COLUMNS) {
        int vectors = Math.min(Tile.COLUMNS, end - j) / LANES;
        int[] at = steps[vectors];
        weights.multiply(block, true, 0, k, packed, at(j), at, vectors, c, cAt + j, ldc);
      }
      finish.apply(row, c, cAt + from, ldc, weights.blockRows(block), (end - from) / LANES);
    }
  }
}
