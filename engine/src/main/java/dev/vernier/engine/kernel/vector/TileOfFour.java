package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;

import jdk.incubator.vector.FloatVector;

/** F(4, 3): tiles of 6 x 6 elements, four apart. */
final class TileOfFour implements TileTransform {

  @Override
  public int out() {
    return WinogradWeights.OUT;
  }

  @Override
  public void in(float[] src, int at, int row, float[] work, float[] v, int vAt, int step) {
    int from = at;
    for (int x = 0; x < IN; x++) {
      WinogradInput.column(
          FloatVector.fromArray(SPECIES, src, from),
          FloatVector.fromArray(SPECIES, src, from + row),
          FloatVector.fromArray(SPECIES, src, from + 2 * row),
          FloatVector.fromArray(SPECIES, src, from + 3 * row),
          FloatVector.fromArray(SPECIES, src, from + 4 * row),
          FloatVector.fromArray(SPECIES, src, from + 5 * row),
          work,
          x * LANES,
          IN * LANES);
      from += LANES;
    }
    WinogradInput.horizontal(work, v, vAt, step);
  }

  @Override
  public void out(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row) {
    WinogradOutput.vertical(m, mAt, step, work);
    WinogradOutput.horizontal(work, dst, to, row, LANES);
  }
}
