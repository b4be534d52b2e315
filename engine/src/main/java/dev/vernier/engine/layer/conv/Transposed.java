package dev.vernier.engine.layer.conv;

/** Reordered weights. */
final class Transposed {

  private Transposed() {}

  /** rows × columns × depth, row-major, as columns × rows × depth. */
  static float[] outermostTwo(float[] src, int rows, int columns, int depth) {
    float[] dst = new float[src.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        System.arraycopy(
            src, (row * columns + column) * depth, dst, (column * rows + row) * depth, depth);
      }
    }
    return dst;
  }
}
