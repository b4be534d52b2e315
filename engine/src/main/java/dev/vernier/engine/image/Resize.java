package dev.vernier.engine.image;

/**
 * ncnn's bilinear resize of interleaved bytes ({@code resize_bilinear_c1} to {@code c4}), exact to
 * the byte: weights in 1/2048, rows kept in 16 bits, every product truncated, pixel centres
 * aligned, edges clamped.
 *
 * <p>An instance keeps its working arrays for the next call, so it belongs to one thread.
 */
public final class Resize {

  private static final int WEIGHT_ONE = 1 << 11;

  /** Bits a horizontal sum loses, so that 255 · 2049 fits 16 bits. */
  private static final int ROW_SHIFT = 4;

  private int[] xIndex = new int[0];
  private short[] xWeight = new short[0];
  private int[] yIndex = new int[0];
  private short[] yWeight = new short[0];
  private short[] upper = new short[0];
  private short[] lower = new short[0];

  /**
   * Scales {@code source} (srcW × srcH pixels) to w × h pixels in {@code target}.
   *
   * @param channels bytes a pixel, 1 to 4
   * @throws IllegalArgumentException if a size is below 1 or an array too short
   */
  public void bilinear(
      byte[] source, int srcW, int srcH, int channels, byte[] target, int w, int h) {
    check(source, srcW, srcH, channels, "source");
    check(target, w, h, channels, "target");
    if (srcW == w && srcH == h) {
      System.arraycopy(source, 0, target, 0, w * h * channels);
      return;
    }
    reserve(w, h, channels);
    weights(srcW, w, xIndex, xWeight);
    weights(srcH, h, yIndex, yWeight);
    int upperRow = -1;
    int lowerRow = -1;
    for (int y = 0; y < h; y++) {
      int row0 = Math.max(yIndex[y], 0);
      int row1 = yIndex[y] + 1;
      if (row0 == lowerRow && row0 != upperRow) {
        short[] swap = upper;
        upper = lower;
        lower = swap;
        lowerRow = upperRow;
        upperRow = row0;
      }
      if (row0 != upperRow) {
        horizontal(source, row0 * srcW, channels, w, upper);
        upperRow = row0;
      }
      if (row1 != lowerRow) {
        horizontal(source, row1 * srcW, channels, w, lower);
        lowerRow = row1;
      }
      vertical(yWeight[2 * y], yWeight[2 * y + 1], target, y * w * channels, w * channels);
    }
  }

  private static void check(byte[] pixels, int w, int h, int channels, String what) {
    if (w < 1 || h < 1 || channels < 1 || channels > 4) {
      throw new IllegalArgumentException(
          what + " of " + w + " x " + h + " pixels with " + channels + " channels");
    }
    long needed = (long) w * h * channels;
    if (pixels.length < needed) {
      throw new IllegalArgumentException(
          what + " holds " + pixels.length + " bytes, its size needs " + needed);
    }
  }

  private void reserve(int w, int h, int channels) {
    if (xIndex.length < w) {
      xIndex = new int[w];
      xWeight = new short[2 * w];
    }
    if (yIndex.length < h) {
      yIndex = new int[h];
      yWeight = new short[2 * h];
    }
    if (upper.length < w * channels) {
      upper = new short[w * channels];
      lower = new short[w * channels];
    }
  }

  /**
   * First of the two source positions and both weights for every target position. A source of one
   * pixel gets position −1 with weight 0, as in ncnn.
   */
  private static void weights(int from, int to, int[] index, short[] weight) {
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      float fraction = (float) ((i + 0.5) * scale - 0.5);
      int position = (int) Math.floor(fraction);
      fraction -= position;
      if (position < 0) {
        position = 0;
        fraction = 0f;
      }
      if (position >= from - 1) {
        position = from - 2;
        fraction = 1f;
      }
      index[i] = position;
      weight[2 * i] = (short) ((1f - fraction) * WEIGHT_ONE + 0.5f);
      weight[2 * i + 1] = (short) (fraction * WEIGHT_ONE + 0.5f);
    }
  }

  private void horizontal(byte[] source, int row, int channels, int w, short[] out) {
    for (int x = 0, o = 0; x < w; x++) {
      int left = (row + Math.max(xIndex[x], 0)) * channels;
      int right = (row + xIndex[x] + 1) * channels;
      int a0 = xWeight[2 * x];
      int a1 = xWeight[2 * x + 1];
      for (int k = 0; k < channels; k++, o++) {
        out[o] =
            (short)
                (((source[left + k] & 0xff) * a0 + (source[right + k] & 0xff) * a1) >> ROW_SHIFT);
      }
    }
  }

  private void vertical(int b0, int b1, byte[] target, int at, int count) {
    short[] rows0 = upper;
    short[] rows1 = lower;
    for (int i = 0; i < count; i++) {
      int sum = ((b0 * rows0[i]) >> 16) + ((b1 * rows1[i]) >> 16);
      target[at + i] = (byte) ((sum + 2) >> 2);
    }
  }
}
