package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Workspace;

/**
 * One matrix of a product, as it is stored.
 *
 * @param values rows × columns, row-major
 * @param rows stored rows
 * @param columns stored columns
 * @param transposed whether the product takes columns for rows
 */
record GemmOperand(float[] values, int rows, int columns, boolean transposed) {

  /** A bottom (columns, rows) or (columns, 1, rows); null where it has another shape or type. */
  static GemmOperand of(Mat mat, boolean transposed) {
    if (mat.type() != Mat.Type.FLOAT32 || mat.dims() > 3 || (mat.dims() == 3 && mat.h() != 1)) {
      return null;
    }
    return new GemmOperand(mat.floats(), mat.h() * mat.c(), mat.w(), transposed);
  }

  /** Rows as the product takes them. */
  int effectiveRows() {
    return transposed ? columns : rows;
  }

  /** Columns as the product takes them. */
  int effectiveColumns() {
    return transposed ? rows : columns;
  }

  /** The index where effective column {@code k} begins. */
  int columnAt(int k) {
    return transposed ? k * columns : k;
  }

  /** The index where effective row {@code k} begins. */
  int rowAt(int k) {
    return transposed ? k : k * columns;
  }

  /** The same matrix stored row by row as the product takes it. */
  GemmOperand straight(Workspace workspace) {
    if (!transposed) {
      return this;
    }
    float[] turned = workspace.floats(Mat.sizeOf(rows, columns, 1, 1)).floats();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return new GemmOperand(turned, columns, rows, false);
  }

  /** Whole numbers under a scale for every row, which is 127 over its absmax. */
  GemmOperand quantizedByRow(float[] scales, Workspace workspace) {
    float[] wholes = workspace.floats(Mat.sizeOf(rows, columns, 1, 1)).floats();
    Kernels kernels = workspace.kernels();
    for (int row = 0; row < rows; row++) {
      scales[row] = scale(kernels, row * columns, columns);
      kernels.int8().quantize(scales[row], values, row * columns, wholes, row * columns, columns);
    }
    return new GemmOperand(wholes, rows, columns, transposed);
  }

  /** Whole numbers under one scale, which is 127 over the absmax. */
  GemmOperand quantized(float[] scale, Workspace workspace) {
    int size = Mat.sizeOf(rows, columns, 1, 1);
    float[] wholes = workspace.floats(size).floats();
    Kernels kernels = workspace.kernels();
    scale[0] = scale(kernels, 0, size);
    kernels.int8().quantize(scale[0], values, 0, wholes, 0, size);
    return new GemmOperand(wholes, rows, columns, transposed);
  }

  private float scale(Kernels kernels, int at, int n) {
    float absMax = kernels.statistics().absMax(values, at, n);
    return absMax == 0f ? 1f : Int8.LARGEST / absMax;
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
    return rows + " x " + columns + (transposed ? ", transposed" : "");
  }
}
