package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** F(2, 3): tiles of 4 x 4 elements, two apart. */
final class TileOfTwo implements TileTransform {
  private static final int IN = SmallTiles.IN;

  @Override
  public int out() {
    return SmallTiles.OUT;
  }

  @Override
  public void in(float[] src, int at, int row, float[] work, float[] v, int vAt, int step) {
    in(src, at, LANES, row, work, 0, LANES, IN * LANES);
    in(work, 0, IN * LANES, LANES, v, vAt, IN * step, step);
  }

  /**
   * Bᵀ times four columns.
   *
   * @param next elements from one column to the next
   * @param d elements from one element of a column to the next
   */
  private static void in(
      float[] src, int at, int next, int d, float[] dst, int to, int toNext, int toD) {
    int from = at;
    int first = to;
    for (int x = 0; x < IN; x++) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, src, from);
      FloatVector d1 = FloatVector.fromArray(SPECIES, src, from + d);
      FloatVector d2 = FloatVector.fromArray(SPECIES, src, from + 2 * d);
      FloatVector d3 = FloatVector.fromArray(SPECIES, src, from + 3 * d);
      d0.sub(d2).intoArray(dst, first);
      d1.add(d2).intoArray(dst, first + toD);
      d2.sub(d1).intoArray(dst, first + 2 * toD);
      d1.sub(d3).intoArray(dst, first + 3 * toD);
      from += next;
      first += toNext;
    }
  }

  @Override
  public void out(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row) {
    SmallTiles.output(m, mAt, step, work, dst, to, row);
  }
}
