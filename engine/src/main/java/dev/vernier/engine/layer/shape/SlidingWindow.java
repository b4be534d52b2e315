package dev.vernier.engine.layer.shape;

import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;

/**
 * The window that {@link Fold} and {@link Unfold} move over an image.
 *
 * @param kernelW columns of the window
 * @param kernelH rows of the window
 * @param dilationW columns from one element to the next
 * @param dilationH rows from one element to the next
 * @param strideW columns from one window to the next
 * @param strideH rows from one window to the next
 */
record SlidingWindow(
    int kernelW, int kernelH, int dilationW, int dilationH, int strideW, int strideH)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int LARGEST = 1 << 20;

  /** Columns of the window. */
  static final IntParam KERNEL_W = size(1, "kernel_w");

  /** Rows of the window; defaults to kernel_w. */
  static final IntParam KERNEL_H = size(11, "kernel_h").defaultsTo(KERNEL_W);

  /** Columns from one element to the next; defaults to 1. */
  static final IntParam DILATION_W = size(2, "dilation_w").defaultsTo(1);

  /** Rows from one element to the next; defaults to dilation_w. */
  static final IntParam DILATION_H = size(12, "dilation_h").defaultsTo(DILATION_W);

  /** Columns from one window to the next; defaults to 1. */
  static final IntParam STRIDE_W = size(3, "stride_w").defaultsTo(1);

  /** Rows from one window to the next; defaults to stride_w. */
  static final IntParam STRIDE_H = size(13, "stride_h").defaultsTo(STRIDE_W);

  /** Columns of border on the left. */
  static final IntParam PAD_LEFT = IntParam.of(4, "pad_left").atMost(LARGEST);

  /** Columns of border on the right; defaults to pad_left. */
  static final IntParam PAD_RIGHT =
      IntParam.of(15, "pad_right").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Rows of border above; defaults to pad_left. */
  static final IntParam PAD_TOP = IntParam.of(14, "pad_top").defaultsTo(PAD_LEFT).atMost(LARGEST);

  /** Rows of border below; defaults to pad_top. */
  static final IntParam PAD_BOTTOM =
      IntParam.of(16, "pad_bottom").defaultsTo(PAD_TOP).atMost(LARGEST);

  private static IntParam size(int id, String name) {
    return IntParam.of(id, name).atLeast(1).atMost(LARGEST);
  }

  /** The window that a layer describes. */
  static SlidingWindow of(LayerSpec spec) {
    SlidingWindow window =
        new SlidingWindow(
            KERNEL_W.get(spec),
            KERNEL_H.get(spec),
            DILATION_W.get(spec),
            DILATION_H.get(spec),
            STRIDE_W.get(spec),
            STRIDE_H.get(spec));
    if ((long) window.kernelW * window.kernelH > Integer.MAX_VALUE) {
      throw spec.error(
          "kernel is " + window.kernelW + " x " + window.kernelH + ", too large for a blob");
    }
    return window;
  }

  /** Elements of the window. */
  int elements() {
    return kernelW * kernelH;
  }

  /** Columns from the first to the last of the window. */
  long extentW() {
    return (long) dilationW * (kernelW - 1) + 1;
  }

  /** Rows from the first to the last of the window. */
  long extentH() {
    return (long) dilationH * (kernelH - 1) + 1;
  }

  /** Windows side by side in that many columns; 0 where not one fits. */
  int across(long columns) {
    return columns < extentW() ? 0 : (int) ((columns - extentW()) / strideW + 1);
  }

  /** Windows one below the other in that many rows; 0 where not one fits. */
  int down(long rows) {
    return rows < extentH() ? 0 : (int) ((rows - extentH()) / strideH + 1);
  }
}
