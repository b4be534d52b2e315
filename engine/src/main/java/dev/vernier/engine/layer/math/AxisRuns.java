package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;

/**
 * A blob seen along one axis, ncnn's numbering: 0 is the outermost, −1 is w. Element (i, j, k) lies
 * at {@code (i * extent + j) * inner + k}, j along the axis.
 *
 * @param axis the axis, at least 0
 * @param outer product of the sizes outside it
 * @param extent size of the axis
 * @param inner product of the sizes inside it
 */
record AxisRuns(int axis, int outer, int extent, int inner) {

  /** The blob along an axis, which a vector ignores; null where the blob has no such axis. */
  static AxisRuns of(Mat mat, int axis) {
    int dims = mat.dims();
    int[] sizes =
        switch (dims) {
          case 1 -> new int[] {mat.w()};
          case 2 -> new int[] {mat.h(), mat.w()};
          case 3 -> new int[] {mat.c(), mat.h(), mat.w()};
          default -> new int[] {mat.c(), mat.d(), mat.h(), mat.w()};
        };
    int positive = dims == 1 ? 0 : axis < 0 ? axis + dims : axis;
    if (positive < 0 || positive >= dims) {
      return null;
    }
    int outer = 1;
    for (int i = 0; i < positive; i++) {
      outer *= sizes[i];
    }
    return new AxisRuns(positive, outer, sizes[positive], mat.size() / (outer * sizes[positive]));
  }
}
