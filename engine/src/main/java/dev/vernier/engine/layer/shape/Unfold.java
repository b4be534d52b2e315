package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Unfold: the elements of each window of (w, h, c) as a column of (windows, kernel_w ·
 * kernel_h · c); of any type, (w, h) counts as one channel.
 */
public final class Unfold extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int SAME_UPPER = -233;
  private static final int SAME_LOWER = -234;

  /** Columns or rows of border, so that places in it are ints. */
  private static final int MOST = 1 << 22;

  /** What the border holds. */
  static final FloatParam PAD_VALUE = FloatParam.of(18, "pad_value");

  private final SlidingWindow window;

  /** Border on the left, right, above and below, or four times {@code SAME_…}. */
  private final int[] pads;

  private final float padValue;

  /** An unfolding as the file describes it. */
  public Unfold(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.window = SlidingWindow.of(spec);
    this.pads =
        new int[] {
          SlidingWindow.PAD_LEFT.get(spec),
          SlidingWindow.PAD_RIGHT.get(spec),
          SlidingWindow.PAD_TOP.get(spec),
          SlidingWindow.PAD_BOTTOM.get(spec)
        };
    this.padValue = PAD_VALUE.get(spec);
    boolean same = isSame();
    for (int pad : pads) {
      if (same ? pad != pads[0] : pad < 0) {
        throw spec.error(
            "pads are " + Arrays.toString(pads) + ", must be at least 0, or all -233 or -234");
      }
    }
  }

  private boolean isSame() {
    return pads[0] == SAME_UPPER || pads[0] == SAME_LOWER;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() == 1 || bottom.dims() == 4) {
      throw badBottom(0, bottom, "two or three dimensions");
    }
    long wide = padding(bottom.w(), window.extentW(), window.strideW(), pads[0], pads[1]);
    long high = padding(bottom.h(), window.extentH(), window.strideH(), pads[2], pads[3]);
    int left = before(wide, pads[0]);
    int above = before(high, pads[2]);
    int across = window.across(bottom.w() + wide);
    int down = window.down(bottom.h() + high);
    long size = (long) across * down;
    long rows = (long) window.elements() * bottom.c();
    if (size < 1 || Math.max(size, rows) > Integer.MAX_VALUE || Math.max(wide, high) > MOST) {
      throw badBottom(
          0,
          bottom,
          "one in whose border a window of "
              + window.extentW()
              + " x "
              + window.extentH()
              + " fits");
    }
    Mat top = workspace.create(bottom.type(), 2, (int) size, (int) rows, 1, 1);
    int at = 0;
    for (int q = 0; q < bottom.c(); q++) {
      for (int ky = 0; ky < window.kernelH(); ky++) {
        for (int kx = 0; kx < window.kernelW(); kx++) {
          int firstX = kx * window.dilationW() - left;
          int firstY = ky * window.dilationH() - above;
          element(bottom, q, top, at, across, down, firstX, firstY);
          at += (int) size;
        }
      }
    }
    tops[0] = top;
  }

  /** Border on both sides together. */
  private long padding(int size, long extent, int stride, int before, int after) {
    if (!isSame()) {
      return (long) before + after;
    }
    return Math.max(0, extent + (long) (size - 1) / stride * stride - size);
  }

  private int before(long both, int given) {
    if (!isSame()) {
      return given;
    }
    return (int) (given == SAME_UPPER ? both / 2 : both - both / 2);
  }

  /** Gathers the element of every window that lies at (firstX, firstY) of the first. */
  private void element(
      Mat bottom, int q, Mat top, int at, int across, int down, int firstX, int firstY) {
    int w = bottom.w();
    int stride = window.strideW();
    int begin = firstX >= 0 ? 0 : (int) Math.min(across, ((long) -firstX + stride - 1) / stride);
    long inside = ((long) w - firstX + stride - 1) / stride;
    int end = (int) Math.max(begin, Math.min(across, inside));
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    for (int y = 0; y < down; y++) {
      int row = firstY + y * window.strideH();
      int to = at + y * across;
      if (row < 0 || row >= bottom.h() || begin == end) {
        Elements.fill(dst, to, to + across, padValue);
        continue;
      }
      int from = (q * bottom.h() + row) * w + firstX + begin * stride;
      Elements.fill(dst, to, to + begin, padValue);
      Elements.copy(src, from, stride, dst, to + begin, 1, end - begin);
      Elements.fill(dst, to + end, to + across, padValue);
    }
  }
}
