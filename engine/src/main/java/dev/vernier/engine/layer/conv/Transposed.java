package dev.vernier.engine.layer.conv;

/** Reordered weights. */
final class Transposed {

  private Transposed() {}

  /** Groups of rows × columns × depth, row-major, each as columns × rows × depth. */
  static float[] outermostTwo(float[] src, int groups, int rows, int columns, int depth) {
    float[] dst = new float[src.length];
    for (int g = 0; g < groups; g++) {
      int start = g * rows * columns;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int from = start + row * columns + column;
          int to = start + column * rows + row;
          System.arraycopy(src, from * depth, dst, to * depth, depth);
        }
      }
    }
    return dst;
  }
}
