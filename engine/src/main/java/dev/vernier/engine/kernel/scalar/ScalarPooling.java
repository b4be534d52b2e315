package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.PoolingWindow;
import dev.vernier.engine.kernel.Scratch;

/** Windows and whole channels reduced one element after another. */
public final class ScalarPooling implements PoolingKernels {

  /** Stateless. */
  public ScalarPooling() {}

  @Override
  public float max(float[] src, int at, int n) {
    float max = src[at];
    for (int i = 1; i < n; i++) {
      float x = src[at + i];
      max = max < x ? x : max;
    }
    return max;
  }

  @Override
  public float sum(float[] src, int at, int n) {
    float sum = 0f;
    for (int i = 0; i < n; i++) {
      sum += src[at + i];
    }
    return sum;
  }

  @Override
  public void maxWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch) {
    int to = dstAt;
    for (int outY = 0; outY < window.outH(); outY++) {
      int endRow = window.endRow(outY);
      for (int outX = 0; outX < window.outW(); outX++) {
        int firstColumn = window.firstColumn(outX);
        int endColumn = window.endColumn(outX);
        float max = -Float.MAX_VALUE;
        for (int y = window.firstRow(outY); y < endRow; y++) {
          int row = srcAt + y * window.w();
          for (int x = firstColumn; x < endColumn; x++) {
            float element = src[row + x];
            max = max < element ? element : max;
          }
        }
        dst[to++] = max;
      }
    }
  }

  @Override
  public void sumWindows(
      PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt, Scratch scratch) {
    int to = dstAt;
    for (int outY = 0; outY < window.outH(); outY++) {
      int endRow = window.endRow(outY);
      for (int outX = 0; outX < window.outW(); outX++) {
        int firstColumn = window.firstColumn(outX);
        int endColumn = window.endColumn(outX);
        float sum = 0f;
        for (int y = window.firstRow(outY); y < endRow; y++) {
          int row = srcAt + y * window.w();
          for (int x = firstColumn; x < endColumn; x++) {
            sum += src[row + x];
          }
        }
        dst[to++] = sum;
      }
    }
  }
}
