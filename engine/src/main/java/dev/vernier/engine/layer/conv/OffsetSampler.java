package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;

/** Takes the samples of a deformable convolution for some of its output rows. */
final class OffsetSampler {

  /** What stands for a neighbour outside the input. */
  private static final int OUTSIDE = -1;

  private static final int NEIGHBOURS = 4;

  private final ConvolutionWindow window;
  private final ConvolutionWindow.Placement at;
  private final Mat offsets;
  private final Mat mask;
  private final int firstRow;
  private final int pixels;
  private final int[] index;
  private final float[] share;

  /**
   * A sampler of whole rows.
   *
   * @param offsets (outw, outh, 2·kernel elements): down and right of each kernel element
   * @param mask (outw, outh, kernel elements), or null for none
   * @param firstRow the first output row
   * @param pixels output pixels from its start
   */
  OffsetSampler(
      ConvolutionWindow window,
      ConvolutionWindow.Placement at,
      Mat offsets,
      Mat mask,
      int firstRow,
      int pixels) {
    this.window = window;
    this.at = at;
    this.offsets = offsets;
    this.mask = mask;
    this.firstRow = firstRow;
    this.pixels = pixels;
    this.index = new int[NEIGHBOURS * pixels];
    this.share = new float[NEIGHBOURS * pixels];
  }

  /**
   * Takes the samples.
   *
   * @param input FLOAT32 (w, h, 1, c)
   * @param dst (c · kernel elements) × pixels, written
   */
  void sample(Mat input, float[] dst) {
    int elements = window.kernelSize();
    int plane = input.w() * input.h();
    for (int k = 0; k < elements; k++) {
      locate(k, input.w(), input.h());
      for (int q = 0; q < input.c(); q++) {
        gather(input.floats(), q * plane, dst, (q * elements + k) * pixels);
      }
    }
  }

  /** Finds the neighbours of a kernel element's samples, and the share that each has in them. */
  private void locate(int k, int w, int h) {
    int outW = at.w().count();
    int plane = outW * at.h().count();
    int first = firstRow * outW;
    int kernelX = k % window.w().kernel() * window.w().dilation() - at.w().pad();
    int kernelY = k / window.w().kernel() * window.h().dilation() - at.h().pad();
    float[] moves = offsets.floats();
    for (int i = 0; i < pixels; i++) {
      int windowX = i % outW * window.w().stride();
      int windowY = (firstRow + i / outW) * window.h().stride();
      float y = windowY + kernelY + moves[2 * k * plane + first + i];
      float x = windowX + kernelX + moves[(2 * k + 1) * plane + first + i];
      float scale = mask == null ? 1f : mask.floats()[k * plane + first + i];
      neighbours(i * NEIGHBOURS, x, y, w, h, scale);
    }
  }

  private void neighbours(int to, float x, float y, int w, int h, float scale) {
    // Written so that a NaN is outside.
    boolean near = x > -1 && y > -1 && x < w && y < h;
    int left = near ? (int) Math.floor(x) : OUTSIDE;
    int top = near ? (int) Math.floor(y) : OUTSIDE;
    float right = x - left;
    float below = y - top;
    for (int n = 0; n < NEIGHBOURS; n++) {
      int column = left + n % 2;
      int row = top + n / 2;
      boolean inside = near && column >= 0 && column < w && row >= 0 && row < h;
      float shareX = n % 2 == 0 ? 1 - right : right;
      float shareY = n / 2 == 0 ? 1 - below : below;
      index[to + n] = inside ? row * w + column : OUTSIDE;
      share[to + n] = shareX * shareY * scale;
    }
  }

  private void gather(float[] src, int srcAt, float[] dst, int dstAt) {
    for (int i = 0; i < pixels; i++) {
      float sum = 0f;
      for (int n = i * NEIGHBOURS; n < (i + 1) * NEIGHBOURS; n++) {
        if (index[n] != OUTSIDE) {
          sum += src[srcAt + index[n]] * share[n];
        }
      }
      dst[dstAt + i] = sum;
    }
  }
}
