package dev.vernier.onnx;

import java.util.Arrays;

/** Arithmetic of sizes, outermost first, −1 where one is not known. */
final class Sizes {
  /** Ids of w, h, c in Input, MemoryData and Reshape. */
  private static final int[][] IDS = {{}, {0}, {1, 0}, {2, 1, 0}, {2, 11, 1, 0}};

  private Sizes() {}

  /** Parameters w, h, d, c of such a blob; a number without axes is a vector of one. */
  static Object[] params(int[] sizes, int unknown) {
    int[] all = sizes.length == 0 ? new int[] {1} : sizes;
    Object[] params = new Object[2 * all.length];
    for (int i = 0; i < all.length; i++) {
      params[2 * i] = IDS[all.length][i];
      params[2 * i + 1] = all[i] < 0 ? unknown : all[i];
    }
    return params;
  }

  /** The id of an axis of a blob of so many: 0 for w, 1 for h, 2 for c, 11 for d. */
  static int id(int rank, int axis) {
    return IDS[rank][axis];
  }

  static int[] with(int[] sizes, int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis] = size;
    return changed;
  }

  /** With sizes of 1 outside. */
  static int[] grown(int[] sizes, int rank) {
    int[] grown = new int[rank];
    int more = rank - sizes.length;
    Arrays.fill(grown, 0, more, 1);
    System.arraycopy(sizes, 0, grown, more, sizes.length);
    return grown;
  }

  /** The product, or −1. */
  static long product(int[] sizes, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      if (sizes[i] < 0) {
        return -1;
      }
      product *= sizes[i];
    }
    return product;
  }

  static long product(int[] sizes) {
    return product(sizes, 0, sizes.length);
  }

  /** An axis from 0 on. */
  static int axis(NodeSite site, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw site.error("axis " + axis + " is none of a value of " + rank + " axes");
    }
    return Math.toIntExact(axis < 0 ? axis + rank : axis);
  }

  /** Both broadcast to one shape, as ONNX does: innermost axes beside each other. */
  static int[] broadcast(NodeSite site, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] left = grown(a, rank);
    int[] right = grown(b, rank);
    int[] both = new int[rank];
    for (int i = 0; i < rank; i++) {
      if (left[i] == 1 || right[i] == 1) {
        both[i] = left[i] == 1 ? right[i] : left[i];
      } else if (left[i] < 0 || right[i] < 0) {
        both[i] = Math.max(left[i], right[i]);
      } else if (left[i] == right[i]) {
        both[i] = left[i];
      } else {
        throw site.error(Arrays.toString(a) + " and " + Arrays.toString(b) + " do not go together");
      }
    }
    return both;
  }
}
