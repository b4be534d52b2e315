package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.kernel.PoolingWindow;
import java.io.Serializable;

/** A pooling window, its strides and padding; says where the windows lie on a channel. */
record PoolingPlacement(
    int kernelW,
    int kernelH,
    int strideW,
    int strideH,
    int padLeft,
    int padRight,
    int padTop,
    int padBottom,
    Mode mode)
    implements Serializable {

  /** What is added to the pads of the file, in the order of ncnn's pad_mode. */
  enum Mode {
    /** Behind the far edges as much as the last windows need, so that no element is left out. */
    FULL,
    /** Nothing; windows that would reach over the padding are dropped. */
    VALID,
    /** As much as ⌈size / stride⌉ windows need, the odd element behind; the pads are not used. */
    SAME_UPPER,
    /** The same, the odd element in front. */
    SAME_LOWER;

    boolean isSame() {
      return this == SAME_UPPER || this == SAME_LOWER;
    }
  }

  /** Padding before the first element of an axis, and windows along it. */
  private record Span(int before, int windows) {}

  /** Whether every window is one element, and every element has one. */
  boolean isPoint() {
    boolean padded = !mode.isSame() && (padLeft | padRight | padTop | padBottom) != 0;
    return kernelW == 1 && kernelH == 1 && strideW == 1 && strideH == 1 && !padded;
  }

  /** The windows on a channel, or null where it is smaller than one window. */
  PoolingWindow on(int w, int h) {
    Span x = span(w, kernelW, strideW, padLeft, padRight);
    Span y = span(h, kernelH, strideH, padTop, padBottom);
    if (x == null || y == null) {
      return null;
    }
    return new PoolingWindow(
        w, h, kernelW, kernelH, strideW, strideH, x.before(), y.before(), x.windows(), y.windows());
  }

  private Span span(int size, int kernel, int stride, int padBefore, int padAfter) {
    if (mode.isSame()) {
      int total = Math.max(kernel + (size - 1) / stride * stride - size, 0);
      int before = mode == Mode.SAME_UPPER ? total / 2 : total - total / 2;
      return new Span(before, (size + total - kernel) / stride + 1);
    }
    int room = Math.addExact(size, padBefore + padAfter) - kernel;
    if (mode == Mode.FULL && room % stride != 0) {
      room += stride - room % stride;
    }
    return room < 0 ? null : new Span(padBefore, room / stride + 1);
  }
}
