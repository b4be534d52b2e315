package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;

/** F(4, 3): tiles of 6 x 6 elements, four apart. */
final class TileOfFour implements TileTransform {

  @Override
  public int out() {
    return WinogradWeights.OUT;
  }

  @Override
  public void in(float[] src, int at, int row, float[] work, float[] v, int vAt, int step) {
    for (int x = 0; x < IN; x++) {
      int from = at + x * LANES;
      int fifth = from + 4 * row;
      WinogradInput.column(src, from, row, fifth, fifth + row, work, x * LANES, IN * LANES);
    }
    WinogradInput.horizontal(work, v, vAt, step);
  }

  @Override
  public void out(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row) {
    WinogradOutput.vertical(m, mAt, step, work);
    WinogradOutput.horizontal(work, dst, to, row, LANES);
  }
}
