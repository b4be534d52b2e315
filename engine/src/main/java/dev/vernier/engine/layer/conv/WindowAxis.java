package dev.vernier.engine.layer.conv;

import java.io.Serializable;

/**
 * One axis of the window that a convolution moves over its input.
 *
 * @param kernel elements of the kernel
 * @param dilation distance of the kernel's elements
 * @param stride elements from one window to the next
 * @param before elements added in front; negative under "same" padding
 * @param after elements added behind; negative under "same" padding
 */
record WindowAxis(int kernel, int dilation, int stride, int before, int after)
    implements Serializable {

  /** An axis that the layer does not have: one element, unpadded. */
  static final WindowAxis POINT = new WindowAxis(1, 1, 1, 0, 0);

  /** How the padding is given. */
  enum Padding {
    /** As counts. */
    COUNTS,
    /** As much as the output needs, the odd element behind. */
    SAME_UPPER,
    /** As much as the output needs, the odd element in front. */
    SAME_LOWER
  }

  /**
   * Where the window lies along this axis of one input.
   *
   * @param pad elements in front of the input
   * @param count windows, which is the size of the output
   */
  record Span(int pad, int count) {}

  /** The same with a kernel that a bottom brought. */
  WindowAxis withKernel(int elements) {
    return new WindowAxis(elements, dilation, stride, before, after);
  }

  /** Elements that the window covers, dilation included. */
  long extent() {
    return (long) dilation * (kernel - 1) + 1;
  }

  /** Size of an input of this size with its padding. */
  long padded(int size, Padding padding) {
    return size + pads(size, padding);
  }

  /** Where the window lies on an input whose padded size is not below {@link #extent}. */
  Span place(int size, Padding padding) {
    long pads = pads(size, padding);
    long front =
        switch (padding) {
          case COUNTS -> before;
          case SAME_UPPER -> pads / 2;
          case SAME_LOWER -> pads - pads / 2;
        };
    return new Span(Math.toIntExact(front), Math.toIntExact((size + pads - extent()) / stride + 1));
  }

  private long pads(int size, Padding padding) {
    return padding == Padding.COUNTS
        ? (long) before + after
        : Math.max(0, extent() + (size - 1) / stride * stride - size);
  }
}
