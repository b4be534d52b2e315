package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.LanePooling;
import dev.vernier.engine.kernel.PoolingWindow;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Pooling of a vector of images; a window is a run of vectors in each of its rows. */
final class VectorLanePooling implements LanePooling {

  @Override
  public void max(float[] src, int at, int n, float[] dst, int dstAt) {
    row(true, src, at, n, FloatVector.broadcast(SPECIES, -Float.MAX_VALUE)).intoArray(dst, dstAt);
  }

  @Override
  public void sum(float[] src, int at, int n, float[] dst, int dstAt) {
    row(false, src, at, n, FloatVector.zero(SPECIES)).intoArray(dst, dstAt);
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
    FloatVector none =
        max ? FloatVector.broadcast(SPECIES, -Float.MAX_VALUE) : FloatVector.zero(SPECIES);
    int to = dstAt;
    for (int outY = 0; outY < window.outH(); outY++) {
      int first = window.firstRow(outY);
      int end = window.endRow(outY);
      for (int outX = 0; outX < window.outW(); outX++) {
        int column = window.firstColumn(outX);
        int columns = Math.max(0, window.endColumn(outX) - column);
        FloatVector found = none;
        for (int y = first; y < end; y++) {
          found = row(max, src, srcAt + (y * window.w() + column) * LANES, columns, found);
        }
        found.intoArray(dst, to);
        to += LANES;
      }
    }
  }

  /** What was found before, and n elements more. */
  private static FloatVector row(boolean max, float[] src, int at, int n, FloatVector before) {
    FloatVector found = before;
    int end = at + n * LANES;
    if (max) {
      for (int i = at; i < end; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, src, i);
        // As the plain comparison: NaN never replaces what was found.
        found = x.blend(found, x.compare(VectorOperators.GT, found).not());
      }
    } else {
      for (int i = at; i < end; i += LANES) {
        found = FloatVector.fromArray(SPECIES, src, i).add(found);
      }
    }
    return found;
  }
}
