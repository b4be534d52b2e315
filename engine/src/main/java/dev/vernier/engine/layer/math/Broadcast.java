package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.layer.Workspace;

/**
 * How two blobs of different shapes are read side by side, by ncnn's rules for BinaryOp.
 *
 * <p>Neighbouring dimensions that both blobs have, or that the same one repeats, are walked as one,
 * so that the kernels run over the longest stretches there are.
 */
final class Broadcast {
  private static final int AXES = 4;

  private final int dims;

  /** Sizes of the top: w, h, d, c. */
  private final int[] extents;

  /** Merged dimensions from the innermost; unused ones have length 1. */
  private final int[] lengths = {1, 1, 1, 1};

  /** Whether the first operand advances along a merged dimension; otherwise it repeats. */
  private final boolean[] firstMoves = new boolean[AXES];

  private final boolean[] secondMoves = new boolean[AXES];

  /** Elements from one position of a merged dimension to the next; 0 where the operand repeats. */
  private final int[] aSteps;

  private final int[] bSteps;

  private Broadcast(int dims, int[] extents, int[] a, int[] b) {
    this.dims = dims;
    this.extents = extents;
    merge(a, b);
    this.aSteps = steps(firstMoves);
    this.bSteps = steps(secondMoves);
  }

  /** The plan for two blobs, or null where their sizes do not fit. */
  static Broadcast of(Mat first, Mat second) {
    int dims = Math.max(first.dims(), second.dims());
    int[] a = expand(first, second, dims);
    int[] b = expand(second, first, dims);
    int[] extents = new int[AXES];
    for (int i = 0; i < AXES; i++) {
      if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
        return null;
      }
      extents[i] = Math.max(a[i], b[i]);
    }
    return new Broadcast(dims, extents, a, b);
  }

  /** Sizes (w, h, d, c) of a mat as if it had more dimensions. */
  private static int[] expand(Mat mat, Mat beside, int dims) {
    if (mat.dims() == dims) {
      return new int[] {mat.w(), mat.h(), mat.d(), mat.c()};
    }
    // Missing dimensions are inner ones: the sizes move outwards.
    return switch (mat.dims()) {
      case 1 -> {
        int outermost = dims == 2 ? beside.h() : beside.c();
        if (mat.w() != outermost) {
          yield new int[] {mat.w(), 1, 1, 1};
        }
        yield dims == 2 ? new int[] {1, mat.w(), 1, 1} : new int[] {1, 1, 1, mat.w()};
      }
      case 2 -> dims == 3 ? new int[] {1, mat.w(), 1, mat.h()} : new int[] {1, 1, mat.w(), mat.h()};
      default -> new int[] {1, mat.w(), mat.h(), mat.c()};
    };
  }

  private void merge(int[] a, int[] b) {
    int last = -1;
    for (int i = 0; i < AXES; i++) {
      if (extents[i] == 1) {
        continue;
      }
      boolean aMoves = a[i] > 1;
      boolean bMoves = b[i] > 1;
      if (last < 0 || aMoves != firstMoves[last] || bMoves != secondMoves[last]) {
        last++;
        firstMoves[last] = aMoves;
        secondMoves[last] = bMoves;
      }
      lengths[last] *= extents[i];
    }
    if (last < 0) {
      // Two single elements.
      firstMoves[0] = true;
      secondMoves[0] = true;
    }
  }

  /** A mat for the result. */
  Mat top(Workspace workspace) {
    return workspace.create(Mat.Type.FLOAT32, dims, extents[0], extents[1], extents[2], extents[3]);
  }

  /** Applies the operation to all pairs. */
  void run(BinaryKernels kernels, BinaryOperation operation, float[] a, float[] b, float[] dst) {
    int n = lengths[0];
    int at = 0;
    for (int o = 0; o < lengths[3]; o++) {
      for (int m = 0; m < lengths[2]; m++) {
        int aAt = o * aSteps[3] + m * aSteps[2];
        int bAt = o * bSteps[3] + m * bSteps[2];
        for (int i = 0; i < lengths[1]; i++) {
          if (!secondMoves[0]) {
            kernels.applyScalar(operation, a, aAt, b[bAt], dst, at, n);
          } else if (!firstMoves[0]) {
            kernels.applyToScalar(operation, a[aAt], b, bAt, dst, at, n);
          } else {
            kernels.apply(operation, a, aAt, b, bAt, dst, at, n);
          }
          aAt += aSteps[1];
          bAt += bSteps[1];
          at += n;
        }
      }
    }
  }

  private int[] steps(boolean[] moves) {
    int[] steps = new int[AXES];
    int step = 1;
    for (int i = 0; i < AXES; i++) {
      if (moves[i]) {
        steps[i] = step;
        step *= lengths[i];
      }
    }
    return steps;
  }
}
