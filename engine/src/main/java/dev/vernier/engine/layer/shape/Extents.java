package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Workspace;

/** A mat's sizes by axis, outermost first: (w), (h, w), (c, h, w) or (c, d, h, w). */
final class Extents {

  private Extents() {}

  /** The sizes of a mat. */
  static int[] of(Mat mat) {
    return switch (mat.dims()) {
      case 1 -> new int[] {mat.w()};
      case 2 -> new int[] {mat.h(), mat.w()};
      case 3 -> new int[] {mat.c(), mat.h(), mat.w()};
      default -> new int[] {mat.c(), mat.d(), mat.h(), mat.w()};
    };
  }

  /** A mat of the given sizes, of which there are one to four, with unspecified contents. */
  static Mat create(Mat.Type type, int[] extents, Workspace workspace) {
    int dims = extents.length;
    return workspace.create(
        type, dims, extents[dims - 1], h(extents), d(extents), dims > 2 ? extents[0] : 1);
  }

  /** A mat's elements under the given sizes. */
  static Mat reshaped(Mat mat, int[] extents, Workspace workspace) {
    int dims = extents.length;
    return workspace.reshaped(
        mat, dims, extents[dims - 1], h(extents), d(extents), dims > 2 ? extents[0] : 1);
  }

  private static int h(int[] extents) {
    return extents.length > 1 ? extents[extents.length - 2] : 1;
  }

  private static int d(int[] extents) {
    return extents.length > 3 ? extents[1] : 1;
  }

  /** A mat of another's type and shape with unspecified contents. */
  static Mat like(Mat mat, Workspace workspace) {
    return workspace.create(mat.type(), mat.dims(), mat.w(), mat.h(), mat.d(), mat.c());
  }

  /** The place of an axis, outermost first, among w, h, d, c. */
  static int name(int axis, int dims) {
    int fromInnermost = dims - 1 - axis;
    return dims == 3 && fromInnermost == 2 ? 3 : fromInnermost;
  }

  /** The size that a {@link #name} stands for. */
  static int of(Mat mat, int name) {
    return switch (name) {
      case 0 -> mat.w();
      case 1 -> mat.h();
      case 2 -> mat.d();
      default -> mat.c();
    };
  }

  /** The array behind a mat, whatever its type, for {@link System#arraycopy}. */
  static Object array(Mat mat) {
    return switch (mat.type()) {
      case FLOAT32 -> mat.floats();
      case INT8 -> mat.bytes();
      case INT32 -> mat.ints();
    };
  }
}
