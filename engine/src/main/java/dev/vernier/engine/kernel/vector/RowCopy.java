package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Copies of short stretches of image rows. Stretches have a few dozen elements, so a copy works in
 * whole vectors and writes up to a vector minus one element too many: callers write in ascending
 * order and leave room at the end.
 */
final class RowCopy implements RowSource {

  /** Lanes 0, 2, 4 … of a vector come first. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES);

  private static final VectorMask<Float> UPPER_HALF =
      FloatVector.broadcast(SPECIES, 0f)
          .addIndex(1)
          .compare(VectorOperators.GE, (float) (LANES / 2));

  private float[] src;

  RowCopy(float[] src) {
    this.src = src;
  }

  /** The one that a thread fills anew for each call of a kernel. */
  static RowCopy own(float[] src, Scratch scratch) {
    RowCopy rows = scratch.own(RowCopy.class, () -> new RowCopy(null));
    rows.src = src;
    return rows;
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
    int first = row + x;
    int read = (len + LANES - 1) / LANES * LANES * stride;
    if (stride > 2 || first < 0 || first > src.length - read) {
      guarded(row, w, x, stride, padValue, dst, at, len);
      return;
    }
    copy(src, first, stride, dst, at, len);
    for (int j = 0; j < len && x + j * stride < 0; j++) {
      dst[at + j] = padValue;
    }
    for (int j = len - 1; j >= 0 && x + j * stride >= w; j--) {
      dst[at + j] = padValue;
    }
  }

  /**
   * Copies in whole vectors.
   *
   * @param stride 1 or 2
   */
  static void copy(float[] src, int first, int stride, float[] dst, int at, int len) {
    if (stride == 1) {
      for (int j = 0; j < len; j += LANES) {
        FloatVector.fromArray(SPECIES, src, first + j).intoArray(dst, at + j);
      }
    } else {
      for (int j = 0; j < len; j += LANES) {
        everySecond(src, first + 2 * j).intoArray(dst, at + j);
      }
    }
  }

  private static FloatVector everySecond(float[] src, int at) {
    FloatVector low = FloatVector.fromArray(SPECIES, src, at).rearrange(EVEN);
    FloatVector high = FloatVector.fromArray(SPECIES, src, at + LANES).rearrange(EVEN);
    return low.blend(high, UPPER_HALF);
  }

  private void guarded(
      int row, int w, int x, int stride, float padValue, float[] dst, int at, int len) {
    for (int j = 0; j < len; j++) {
      int column = x + j * stride;
      dst[at + j] = column >= 0 && column < w ? src[row + column] : padValue;
    }
  }

  /** Sets len elements, and up to a vector minus one more. */
  static void fill(float value, float[] dst, int at, int len) {
    FloatVector vector = FloatVector.broadcast(SPECIES, value);
    for (int j = 0; j < len; j += LANES) {
      vector.intoArray(dst, at + j);
    }
  }
}
