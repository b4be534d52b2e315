package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Rows of a vector of images: what is an element of one image is a vector here. */
final class LaneRows implements RowSource {
  private final float[] src;

  LaneRows(float[] src) {
    this.src = src;
  }

  @Override
  public float[] elements() {
    return src;
  }

  @Override
  public int base() {
    return 0;
  }

  @Override
  public void padded(
      int row, int w, int x, int stride, float padValue, float[] dst, int at, int len) {
    int first = Math.min(len, Math.max(0, (stride - 1 - x) / stride));
    int end = Math.max(first, Math.min(len, (w - x + stride - 1) / stride));
    Arrays.fill(dst, at, at + first * LANES, padValue);
    int from = (row + x + first * stride) * LANES;
    if (stride == 1) {
      System.arraycopy(src, from, dst, at + first * LANES, (end - first) * LANES);
    } else {
      for (int j = first; j < end; j++) {
        FloatVector.fromArray(SPECIES, src, from).intoArray(dst, at + j * LANES);
        from += stride * LANES;
      }
    }
    Arrays.fill(dst, at + end * LANES, at + len * LANES, padValue);
  }
}
