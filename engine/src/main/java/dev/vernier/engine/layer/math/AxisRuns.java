package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Workspace;

/**
 * A blob seen along one axis: {@code outer} times {@code extent} runs of {@code inner} contiguous
 * elements.
 *
 * @param axis counted from the outermost, 0
 */
record AxisRuns(int axis, int outer, int extent, int inner) {

  /**
   * The runs of a blob along an axis, a negative one counted from the innermost; of one dimension
   * along its only one. Null where the blob has no such axis.
   */
  static AxisRuns of(Mat mat, int axis) {
    int dims = mat.dims();
    int along = dims == 1 ? 0 : axis < 0 ? dims + axis : axis;
    if (along < 0 || along >= dims) {
      return null;
    }
    int outer = 1;
    int inner = 1;
    for (int i = 0; i < dims; i++) {
      if (i < along) {
        outer *= extent(mat, i);
      } else if (i > along) {
        inner *= extent(mat, i);
      }
    }
    return new AxisRuns(along, outer, extent(mat, along), inner);
  }

  private static int extent(Mat mat, int axis) {
    return switch (mat.dims() - axis) {
      case 1 -> mat.w();
      case 2 -> mat.h();
      case 3 -> mat.dims() == 4 ? mat.d() : mat.c();
      default -> mat.c();
    };
  }

  /** A float mat of a blob's shape with another extent along the axis. */
  Mat withExtent(Mat like, int other, Workspace workspace) {
    int dims = like.dims();
    int fromInside = dims - axis;
    return workspace.create(
        Mat.Type.FLOAT32,
        dims,
        fromInside == 1 ? other : like.w(),
        fromInside == 2 ? other : like.h(),
        dims == 4 && fromInside == 3 ? other : like.d(),
        dims >= 3 && axis == 0 ? other : like.c());
  }
}
