package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;

/**
 * The window that a convolution moves over its input: kernel, dilation, stride and padding, as all
 * two-dimensional convolutions of ncnn share them.
 *
 * @param padding how the four pads are to be read
 */
record ConvolutionWindow(
    int kernelW,
    int kernelH,
    int dilationW,
    int dilationH,
    int strideW,
    int strideH,
    int padLeft,
    int padRight,
    int padTop,
    int padBottom,
    Padding padding)
    implements Serializable {

  /** Kernel width in elements. */
  static final IntParam KERNEL_W = IntParam.of(1, "kernel_w").atLeast(1);

  /** Kernel height in elements; defaults to kernel_w. */
  static final IntParam KERNEL_H = IntParam.of(11, "kernel_h").defaultsTo(KERNEL_W).atLeast(1);

  /** Distance of the window's columns; defaults to 1. */
  static final IntParam DILATION_W = IntParam.of(2, "dilation_w").defaultsTo(1).atLeast(1);

  /** Distance of the window's rows; defaults to dilation_w. */
  static final IntParam DILATION_H =
      IntParam.of(12, "dilation_h").defaultsTo(DILATION_W).atLeast(1);

  /** Columns from one window to the next; defaults to 1. */
  static final IntParam STRIDE_W = IntParam.of(3, "stride_w").defaultsTo(1).atLeast(1);

  /** Rows from one window to the next; defaults to stride_w. */
  static final IntParam STRIDE_H = IntParam.of(13, "stride_h").defaultsTo(STRIDE_W).atLeast(1);

  /** Columns added on the left; −233 or −234 on all four sides means "same" padding. */
  static final IntParam PAD_LEFT = IntParam.of(4, "pad_left").atMost(1 << 16);

  /** Columns added on the right; defaults to pad_left. */
  static final IntParam PAD_RIGHT =
      IntParam.of(15, "pad_right").defaultsTo(PAD_LEFT).atMost(1 << 16);

  /** Rows added above; defaults to pad_left. */
  static final IntParam PAD_TOP = IntParam.of(14, "pad_top").defaultsTo(PAD_LEFT).atMost(1 << 16);

  /** Rows added below; defaults to pad_top. */
  static final IntParam PAD_BOTTOM =
      IntParam.of(16, "pad_bottom").defaultsTo(PAD_TOP).atMost(1 << 16);

  private static final int SAME_UPPER = -233;
  private static final int SAME_LOWER = -234;

  /** How the padding is given. */
  enum Padding {
    /** As four counts. */
    COUNTS,
    /** As much as the output needs, the odd element behind. */
    SAME_UPPER,
    /** As much as the output needs, the odd element in front. */
    SAME_LOWER
  }

  /** Where the window lies on one input. */
  record Placement(int padLeft, int padTop, int outW, int outH) {}

  /**
   * The window of a layer.
   *
   * @param dynamic whether the kernel's size comes with a bottom; it is then 1 × 1 here
   * @throws dev.vernier.engine.io.ParamFormatException if a parameter is out of range
   */
  static ConvolutionWindow of(LayerSpec spec, boolean dynamic) {
    int left = PAD_LEFT.get(spec);
    int right = PAD_RIGHT.get(spec);
    int top = PAD_TOP.get(spec);
    int bottom = PAD_BOTTOM.get(spec);
    Padding padding;
    if (left >= 0 && right >= 0 && top >= 0 && bottom >= 0) {
      padding = Padding.COUNTS;
    } else if (left == right
        && left == top
        && left == bottom
        && (left == SAME_UPPER || left == SAME_LOWER)) {
      padding = left == SAME_UPPER ? Padding.SAME_UPPER : Padding.SAME_LOWER;
    } else {
      throw spec.error(
          "pads (left, right, top, bottom) are "
              + left
              + ", "
              + right
              + ", "
              + top
              + ", "
              + bottom
              + ", must be at least 0, or all "
              + SAME_UPPER
              + ", or all "
              + SAME_LOWER);
    }
    ConvolutionWindow window =
        new ConvolutionWindow(
            dynamic ? 1 : KERNEL_W.get(spec),
            dynamic ? 1 : KERNEL_H.get(spec),
            DILATION_W.get(spec),
            DILATION_H.get(spec),
            STRIDE_W.get(spec),
            STRIDE_H.get(spec),
            left,
            right,
            top,
            bottom,
            padding);
    long widest = Math.max(extent(window.kernelW, window.dilationW), window.rows());
    if (widest > Integer.MAX_VALUE || (long) window.kernelW * window.kernelH > Integer.MAX_VALUE) {
      throw spec.error(
          "a kernel of "
              + window.kernelW
              + " x "
              + window.kernelH
              + " with dilation "
              + window.dilationW
              + " x "
              + window.dilationH
              + " passes 2^31 - 1");
    }
    return window;
  }

  /** The same with a kernel that a bottom brought. */
  ConvolutionWindow withKernel(int w, int h) {
    return new ConvolutionWindow(
        w, h, dilationW, dilationH, strideW, strideH, padLeft, padRight, padTop, padBottom,
        padding);
  }

  /** Elements of the kernel. */
  int kernelSize() {
    return kernelW * kernelH;
  }

  /** Columns that the window covers, dilation included. */
  long columns() {
    return extent(kernelW, dilationW);
  }

  /** Rows that the window covers, dilation included. */
  long rows() {
    return extent(kernelH, dilationH);
  }

  private static long extent(int kernel, int dilation) {
    return (long) dilation * (kernel - 1) + 1;
  }

  /** Whether the layer works element by element: 1 × 1, whatever the stride and padding. */
  boolean isPoint() {
    return kernelW == 1 && kernelH == 1;
  }

  /**
   * Where the window lies on an input.
   *
   * @throws IllegalArgumentException if the padded input is smaller than the window
   */
  Placement place(LayerSpec spec, Mat input) {
    long padW = (long) padLeft + padRight;
    long padH = (long) padTop + padBottom;
    long left = padLeft;
    long top = padTop;
    if (padding != Padding.COUNTS) {
      padW = same(input.w(), columns(), strideW);
      padH = same(input.h(), rows(), strideH);
      boolean lower = padding == Padding.SAME_LOWER;
      left = lower ? padW - padW / 2 : padW / 2;
      top = lower ? padH - padH / 2 : padH / 2;
    }
    long w = input.w() + padW;
    long h = input.h() + padH;
    if (w < columns() || h < rows()) {
      throw new IllegalArgumentException(
          spec.describe()
              + ": bottom \""
              + spec.bottoms().get(0)
              + "\" is "
              + input
              + ", padded to "
              + w
              + " x "
              + h
              + ", smaller than the window of "
              + columns()
              + " x "
              + rows());
    }
    return new Placement(
        Math.toIntExact(left),
        Math.toIntExact(top),
        Math.toIntExact((w - columns()) / strideW + 1),
        Math.toIntExact((h - rows()) / strideH + 1));
  }

  private static long same(int size, long extent, int stride) {
    return Math.max(0, extent + (size - 1) / stride * stride - size);
  }
}
