package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;

/**
 * What is added to a product of m × n elements: element (i, j) gets value i·rowStep + j·columnStep.
 *
 * @param values its elements
 * @param rowStep 0 where all rows get the same
 * @param columnStep 0 where all columns get the same
 */
record GemmAddend(float[] values, int rowStep, int columnStep) {

  /** Numbers of elements by ncnn's constant_broadcast_type_C, of an m × n product. */
  static long count(int type, int m, int n) {
    return switch (type) {
      case 0 -> 1;
      case 1, 2 -> m;
      case 3 -> (long) m * n;
      default -> n;
    };
  }

  /** The addend of a constant_broadcast_type_C from 0 to 4. */
  static GemmAddend of(float[] values, int type, int n) {
    return switch (type) {
      case 0 -> new GemmAddend(values, 0, 0);
      case 1, 2 -> new GemmAddend(values, 1, 0);
      case 3 -> new GemmAddend(values, n, 1);
      default -> new GemmAddend(values, 0, 1);
    };
  }

  /**
   * The addend that a bottom is by its shape: (n) or (n, 1) a row for all, (m) or (1, m) a column
   * for all, (n, m) everything, (1) one number. Where (m) and (n) are the same, it is a row. Null
   * for any other.
   */
  static GemmAddend of(Mat mat, int m, int n) {
    if (mat.type() != Mat.Type.FLOAT32 || mat.dims() > 2) {
      return null;
    }
    int type = -1;
    if (mat.dims() == 1) {
      type = mat.w() == n ? 4 : mat.w() == m ? 1 : mat.w() == 1 ? 0 : -1;
    } else if (mat.w() == n) {
      type = mat.h() == 1 ? 4 : mat.h() == m ? 3 : -1;
    }
    if (type < 0 && mat.dims() == 2 && mat.w() == 1 && mat.h() == m) {
      type = 2;
    }
    return type < 0 ? null : of(mat.floats(), type, n);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "addend with steps " + rowStep + " and " + columnStep;
  }
}
