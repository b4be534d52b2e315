package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * Takes the samples of a deformable convolution for some of its output rows.
 *
 * <p>It reads a copy of the input within zeros, so that a sample near the edge has four neighbours
 * like any other: a column on either side, a row above, and two below, where samples go that lie
 * outside altogether.
 */
final class OffsetSampler {
  private static final int NEIGHBOURS = 4;

  private final ConvolutionWindow window;
  private final ConvolutionWindow.Placement at;
  private final Mat offsets;
  private final Mat mask;
  private final int firstRow;
  private final int pixels;

  /** The first of a pixel's neighbours; the others are beside, below and beside that. */
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
    this.index = new int[pixels];
    this.share = new float[NEIGHBOURS * pixels];
  }

  /** A copy of an input (w, h, 1, c) within zeros: (w + 2, h + 3, c). */
  static Mat withinZeros(Mat input, Workspace workspace) {
    int w = input.w();
    int h = input.h();
    Mat padded = workspace.floats(w + 2, h + 3, input.c());
    float[] dst = padded.floats();
    Arrays.fill(dst, 0, padded.size(), 0f);
    for (int q = 0; q < input.c(); q++) {
      for (int y = 0; y < h; y++) {
        int to = (q * (h + 3) + y + 1) * (w + 2) + 1;
        System.arraycopy(input.floats(), (q * h + y) * w, dst, to, w);
      }
    }
    return padded;
  }

  /**
   * Takes the samples.
   *
   * @param padded the input {@link #withinZeros}
   * @param dst (c · kernel elements) × pixels, written
   */
  void sample(Mat padded, float[] dst) {
    int elements = window.kernelSize();
    for (int k = 0; k < elements; k++) {
      locate(k, padded);
      for (int q = 0; q < padded.c(); q++) {
        gather(padded, q, dst, (q * elements + k) * pixels);
      }
    }
  }

  /** Finds the neighbours of a kernel element's samples, and the share that each has in them. */
  private void locate(int k, Mat padded) {
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
      locate(i, x, y, padded, scale);
    }
  }

  private void locate(int i, float x, float y, Mat padded, float scale) {
    int w = padded.w() - 2;
    int h = padded.h() - 3;
    // Written so that a NaN is outside.
    boolean near = x > -1 && y > -1 && x < w && y < h;
    int left = near ? (int) Math.floor(x) : -1;
    int top = near ? (int) Math.floor(y) : h;
    float right = near ? x - left : 0f;
    float below = near ? y - top : 0f;
    index[i] = (top + 1) * padded.w() + left + 1;
    int to = i * NEIGHBOURS;
    share[to] = (1 - below) * (1 - right) * scale;
    share[to + 1] = (1 - below) * right * scale;
    share[to + 2] = below * (1 - right) * scale;
    share[to + 3] = below * right * scale;
  }

  private void gather(Mat padded, int channel, float[] dst, int dstAt) {
    float[] src = padded.floats();
    int start = channel * padded.channelSize();
    int row = padded.w();
    for (int i = 0; i < pixels; i++) {
      int from = start + index[i];
      int n = i * NEIGHBOURS;
      dst[dstAt + i] =
          src[from] * share[n]
              + src[from + 1] * share[n + 1]
              + src[from + row] * share[n + 2]
              + src[from + row + 1] * share[n + 3];
    }
  }
}
