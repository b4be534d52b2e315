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

  /** Takes a shape by name from sizes by axis. */
  @FunctionalInterface
  interface Maker {
    Mat make(int dims, int w, int h, int d, int c);
  }

  /** Makes a mat of the given sizes, of which there are one to four. */
  static Mat make(int[] extents, Maker maker) {
    int dims = extents.length;
    int w = extents[dims - 1];
    int h = dims > 1 ? extents[dims - 2] : 1;
    int d = dims > 3 ? extents[1] : 1;
    int c = dims > 2 ? extents[0] : 1;
    return maker.make(dims, w, h, d, c);
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

  /** The array behind a mat, whatever its type, for {@link System#arraycopy}. */
  static Object array(Mat mat) {
    return switch (mat.type()) {
      case FLOAT32 -> mat.floats();
      case INT8 -> mat.bytes();
      case INT32 -> mat.ints();
    };
  }
}
