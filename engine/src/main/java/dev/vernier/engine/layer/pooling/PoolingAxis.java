package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.kernel.PoolingWindow;
import java.io.Serializable;

/** How one axis is divided into windows: by kernel, stride and pads, adaptively, or not at all. */
record PoolingAxis(PoolingPlacement placement, int adaptive) implements Serializable {

  /** An adaptive size that is the axis's own. */
  static final int KEEP = -233;

  /** One window over everything. */
  static PoolingAxis whole() {
    return new PoolingAxis(null, 1);
  }

  /** Windows a stride apart. */
  static PoolingAxis windows(
      int kernel, int stride, int before, int after, PoolingPlacement.Mode mode) {
    return new PoolingAxis(
        new PoolingPlacement(kernel, 1, stride, 1, before, after, 0, 0, mode), 0);
  }

  /** The first element of each window, its end, and how many elements a mean counts. */
  record Ranges(int[] first, int[] end, int[] met) {
    int count() {
      return first.length;
    }
  }

  /** The windows on so many elements, or null where not one fits. */
  Ranges on(int size, boolean countsPadding) {
    PoolingWindow window = placement == null ? null : placement.on(size, 1);
    if (placement != null && window == null) {
      return null;
    }
    int count = window != null ? window.outW() : adaptive == KEEP ? size : adaptive;
    Ranges ranges = new Ranges(new int[count], new int[count], new int[count]);
    for (int i = 0; i < count; i++) {
      int first = window != null ? window.firstColumn(i) : (int) ((long) size * i / count);
      int end =
          window != null
              ? window.endColumn(i)
              : (int) (((long) size * (i + 1) + count - 1) / count);
      ranges.first[i] = first;
      ranges.end[i] = end;
      boolean padded = window != null && (countsPadding || placement.mode().isSame());
      ranges.met[i] = padded ? placement.kernelW() : Math.max(end - first, 0);
    }
    return ranges;
  }
}
