package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.LanePooling;
import dev.vernier.engine.kernel.PoolingWindow;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Pooling of a vector of images; a window is a run of vectors in each of its rows. */
final class VectorLanePooling implements LanePooling {

  /** Rows and columns of {@link #largestOfNine}. */
  private static final int SIDE = 3;

  @Override
  public void max(float[] src, int at, int n, float[] dst, int dstAt) {
    FloatVector.broadcast(SPECIES, -Float.MAX_VALUE).intoArray(dst, dstAt);
    largest(src, at, n, dst, dstAt);
  }

  @Override
  public void sum(float[] src, int at, int n, float[] dst, int dstAt) {
    FloatVector.zero(SPECIES).intoArray(dst, dstAt);
    add(src, at, n, dst, dstAt);
  }

  @Override
  public void pick(float[] src, int at, int[] which, float[] dst, int dstAt) {
    for (int i = 0; i < which.length; i++) {
      int from = at + which[i] * LANES;
      FloatVector.fromArray(SPECIES, src, from).intoArray(dst, dstAt + i * LANES);
    }
  }

  @Override
  public void maxWindows(PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt) {
    windows(true, window, src, srcAt, dst, dstAt);
  }

  @Override
  public void sumWindows(PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt) {
    windows(false, window, src, srcAt, dst, dstAt);
  }

  private static void windows(
      boolean max, PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt) {
    FloatVector none = FloatVector.broadcast(SPECIES, max ? -Float.MAX_VALUE : 0f);
    int to = dstAt;
    for (int outY = 0; outY < window.outH(); outY++) {
      int first = window.firstRow(outY);
      int end = window.endRow(outY);
      for (int outX = 0; outX < window.outW(); outX++) {
        int column = window.firstColumn(outX);
        int columns = window.endColumn(outX) - column;
        if (max && columns == SIDE && end - first == SIDE) {
          int at = srcAt + (first * window.w() + column) * LANES;
          largestOfNine(src, at, window.w() * LANES, dst, to);
          to += LANES;
          continue;
        }
        none.intoArray(dst, to);
        for (int y = first; y < end; y++) {
          int at = srcAt + (y * window.w() + column) * LANES;
          if (max) {
            largest(src, at, columns, dst, to);
          } else {
            add(src, at, columns, dst, to);
          }
        }
        to += LANES;
      }
    }
  }

  // What is found goes through memory from row to row: C2 of JDK 17 boxes a vector that two loops
  // carry.

  /**
   * Most windows of most nets, as the plain comparison: NaN never replaces what was found. Not by a
   * method that gives a vector, which C2 boxes where it has compiled that one first.
   */
  private static void largestOfNine(float[] src, int at, int row, float[] dst, int to) {
    FloatVector found = FloatVector.broadcast(SPECIES, -Float.MAX_VALUE);
    FloatVector x0 = FloatVector.fromArray(SPECIES, src, at);
    found = found.blend(x0, x0.compare(VectorOperators.GT, found));
    FloatVector x1 = FloatVector.fromArray(SPECIES, src, at + LANES);
    found = found.blend(x1, x1.compare(VectorOperators.GT, found));
    FloatVector x2 = FloatVector.fromArray(SPECIES, src, at + 2 * LANES);
    found = found.blend(x2, x2.compare(VectorOperators.GT, found));
    FloatVector x3 = FloatVector.fromArray(SPECIES, src, at + row);
    found = found.blend(x3, x3.compare(VectorOperators.GT, found));
    FloatVector x4 = FloatVector.fromArray(SPECIES, src, at + row + LANES);
    found = found.blend(x4, x4.compare(VectorOperators.GT, found));
    FloatVector x5 = FloatVector.fromArray(SPECIES, src, at + row + 2 * LANES);
    found = found.blend(x5, x5.compare(VectorOperators.GT, found));
    FloatVector x6 = FloatVector.fromArray(SPECIES, src, at + 2 * row);
    found = found.blend(x6, x6.compare(VectorOperators.GT, found));
    FloatVector x7 = FloatVector.fromArray(SPECIES, src, at + 2 * row + LANES);
    found = found.blend(x7, x7.compare(VectorOperators.GT, found));
    FloatVector x8 = FloatVector.fromArray(SPECIES, src, at + 2 * row + 2 * LANES);
    found = found.blend(x8, x8.compare(VectorOperators.GT, found));
    found.intoArray(dst, to);
  }

  private static void largest(float[] src, int at, int n, float[] dst, int to) {
    FloatVector found = FloatVector.fromArray(SPECIES, dst, to);
    for (int i = 0; i < n; i++) {
      FloatVector x = FloatVector.fromArray(SPECIES, src, at + i * LANES);
      // As the plain comparison: NaN never replaces what was found.
      found = x.blend(found, x.compare(VectorOperators.GT, found).not());
    }
    found.intoArray(dst, to);
  }

  private static void add(float[] src, int at, int n, float[] dst, int to) {
    FloatVector sum = FloatVector.fromArray(SPECIES, dst, to);
    for (int i = 0; i < n; i++) {
      sum = FloatVector.fromArray(SPECIES, src, at + i * LANES).add(sum);
    }
    sum.intoArray(dst, to);
  }
}
