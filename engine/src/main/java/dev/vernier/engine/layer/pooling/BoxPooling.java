package dev.vernier.engine.layer.pooling;

/** The largest or the mean element of each box of one channel. */
final class BoxPooling {

  private BoxPooling() {}

  /** Reduces the boxes that the ranges of three axes make, innermost axis first. */
  static void pool(
      boolean mean,
      float[] src,
      int at,
      int w,
      int h,
      PoolingAxis.Ranges x,
      PoolingAxis.Ranges y,
      PoolingAxis.Ranges z,
      float[] dst,
      int to) {
    int next = to;
    for (int k = 0; k < z.count(); k++) {
      for (int i = 0; i < y.count(); i++) {
        for (int j = 0; j < x.count(); j++) {
          float sum = 0f;
          float max = -Float.MAX_VALUE;
          for (int plane = z.first()[k]; plane < z.end()[k]; plane++) {
            for (int row = y.first()[i]; row < y.end()[i]; row++) {
              int line = at + (plane * h + row) * w;
              for (int c = line + x.first()[j]; c < line + x.end()[j]; c++) {
                float element = src[c];
                sum += element;
                max = max < element ? element : max;
              }
            }
          }
          dst[next++] = mean ? sum / ((float) x.met()[j] * y.met()[i] * z.met()[k]) : max;
        }
      }
    }
  }
}
