package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.GemmKernel;
import dev.vernier.engine.kernel.Scratch;

/** Matrix product that packs both matrices first, B a panel at a time. */
final class VectorGemm implements GemmKernel {
  private static final int ROWS = 0;
  private static final int PANEL = 1;
  private static final int TILE = 2;

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      boolean transA,
      float[] b,
      int bOffset,
      int ldb,
      boolean transB,
      float[] c,
      int cOffset,
      int ldc,
      Scratch scratch) {
    PackedRows rows =
        PackedRows.into(
            scratch.scratch(ROWS, Math.multiplyExact(PackedRows.paddedRows(m), k)),
            m,
            k,
            a,
            aOffset,
            transA ? 1 : lda,
            transA ? lda : 1);
    float[] panel = scratch.scratch(PANEL, PackedRows.STEPS * Tile.COLUMNS);
    float[] tile = scratch.scratch(TILE, PackedRows.tileElements());
    int[] direct =
        !transB && k <= PackedRows.STEPS && rows.isShort() ? Tile.evenSteps(k, ldb) : null;
    for (int j = 0; j < n; j += Tile.COLUMNS) {
      int columns = Math.min(Tile.COLUMNS, n - j);
      int vectors = (columns + Tile.LANES - 1) / Tile.LANES;
      int width = vectors * Tile.LANES;
      int at = cOffset + j;
      if (direct != null && columns == width) {
        rows.multiplyInPlace(b, bOffset + j, direct, vectors, c, at, ldc, tile);
        continue;
      }
      for (int from = 0; from < k; from += PackedRows.STEPS) {
        int to = Math.min(k, from + PackedRows.STEPS);
        if (transB) {
          PackedColumns.into(panel, to - from, columns, b, bOffset + j * ldb + from, 1, ldb);
        } else {
          PackedColumns.into(panel, to - from, columns, b, bOffset + from * ldb + j, ldb, 1);
        }
        rows.multiplyPanel(from, to, panel, 0, vectors, columns, -1, null, 0, c, at, ldc, tile);
      }
    }
  }
}
