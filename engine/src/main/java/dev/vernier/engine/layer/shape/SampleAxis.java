package dev.vernier.engine.layer.shape;

import java.io.Serializable;

/**
 * Which elements of a line, and with what weights, make the value at a place from −1 to 1 for
 * {@link GridSample}.
 *
 * @param sampleType 1 bilinear, 2 nearest, 3 bicubic
 * @param paddingMode 1 zeros, 2 the border, 3 reflection
 * @param alignCorner whether ±1 are the centres of the end elements, not their outer edges
 */
record SampleAxis(int sampleType, int paddingMode, boolean alignCorner) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NEAREST = 2;
  private static final int BICUBIC = 3;
  private static final int BORDER = 2;
  private static final int REFLECTION = 3;

  /** Elements that make a value. */
  int taps() {
    return switch (sampleType) {
      case NEAREST -> 1;
      case BICUBIC -> 4;
      default -> 2;
    };
  }

  /**
   * Finds the elements of one place.
   *
   * @param size elements of the line
   * @param indices takes {@link #taps} indices from at, −1 for a zero outside
   * @param weights takes as many weights
   */
  void locate(float place, int size, int[] indices, float[] weights, int at) {
    float x = alignCorner ? (place + 1) / 2f * (size - 1) : ((place + 1) * size - 1) / 2f;
    if (sampleType == BICUBIC) {
      locateCubic(x, size, indices, weights, at);
      return;
    }
    float inside = padded(x, size);
    if (sampleType == NEAREST) {
      indices[at] = checked((int) Math.floor(inside + 0.5f), size);
      weights[at] = 1f;
      return;
    }
    int base = (int) Math.floor(inside);
    float fraction = inside - base;
    indices[at] = checked(base, size);
    weights[at] = 1 - fraction;
    indices[at + 1] = checked(base + 1, size);
    weights[at + 1] = fraction;
  }

  private void locateCubic(float x, int size, int[] indices, float[] weights, int at) {
    int base = (int) Math.floor(x);
    ResizeTaps.cubicWeights(x - base, weights, at);
    for (int t = 0; t < 4; t++) {
      // ncnn moves each of the four elements inside, not the place.
      indices[at + t] = checked((int) padded(base - 1 + t, size), size);
    }
  }

  private float padded(float x, int size) {
    if (paddingMode == BORDER) {
      return clamped(x, size);
    }
    if (paddingMode == REFLECTION) {
      return alignCorner ? reflected(x, size - 1) : clamped(reflected(x + 0.5f, size) - 0.5f, size);
    }
    return x;
  }

  private static float clamped(float x, int size) {
    return Math.min(size - 1, Math.max(x, 0f));
  }

  /** Reflects once at 0 and once at the far end, as ncnn does. */
  private static float reflected(float x, int high) {
    return high - Math.abs(Math.abs(x) - high);
  }

  private static int checked(int index, int size) {
    return index >= 0 && index < size ? index : -1;
  }
}
