package dev.vernier.engine.layer.shape;

/**
 * Which elements of a line make each element of a resized line, and with what weights. Elements
 * beyond the line's ends are its end elements.
 */
final class ResizeTaps {

  /** Sharpness of the cubic, as ncnn and OpenCV have it. */
  private static final float A = -0.75f;

  private final int taps;
  private final int[] indices;
  private final float[] weights;

  private ResizeTaps(int taps, int outputs) {
    this.taps = taps;
    this.indices = new int[taps * outputs];
    this.weights = new float[taps * outputs];
  }

  /** How many elements make one. */
  int taps() {
    return taps;
  }

  /** The indices, {@link #taps} an output. */
  int[] indices() {
    return indices;
  }

  /** The weights, {@link #taps} an output. */
  float[] weights() {
    return weights;
  }

  /** Two elements an output. */
  static ResizeTaps linear(int size, int outputs, boolean alignCorner) {
    ResizeTaps made = new ResizeTaps(2, outputs);
    double scale = scale(size, outputs, alignCorner);
    for (int i = 0; i < outputs; i++) {
      float at = position(i, scale, alignCorner);
      int base = (int) Math.floor(at);
      float fraction = at - base;
      made.set(i, 0, base, 1f - fraction, size);
      made.set(i, 1, base + 1, fraction, size);
    }
    return made;
  }

  /** Four elements an output. */
  static ResizeTaps cubic(int size, int outputs, boolean alignCorner) {
    ResizeTaps made = new ResizeTaps(4, outputs);
    float[] four = new float[4];
    double scale = scale(size, outputs, alignCorner);
    for (int i = 0; i < outputs; i++) {
      float at = position(i, scale, alignCorner);
      int base = (int) Math.floor(at);
      float fraction = at - base;
      cubicWeights(fraction, four, 0);
      for (int t = 0; t < 4; t++) {
        made.set(i, t, base - 1 + t, four[t], size);
      }
    }
    return made;
  }

  /** The weights of four neighbouring elements at a fraction of the way from second to third. */
  static void cubicWeights(float fraction, float[] weights, int at) {
    float before = outer(fraction + 1);
    float left = inner(fraction);
    float right = inner(1 - fraction);
    weights[at] = before;
    weights[at + 1] = left;
    weights[at + 2] = right;
    weights[at + 3] = 1f - before - left - right;
  }

  /** One element an output: the one at i·step, cut to a whole number. */
  static ResizeTaps nearest(int size, int outputs, float step) {
    ResizeTaps made = new ResizeTaps(1, outputs);
    for (int i = 0; i < outputs; i++) {
      made.set(i, 0, (int) (i * step), 1f, size);
    }
    return made;
  }

  private void set(int output, int tap, int index, float weight, int size) {
    indices[output * taps + tap] = Math.max(0, Math.min(size - 1, index));
    weights[output * taps + tap] = weight;
  }

  private static double scale(int size, int outputs, boolean alignCorner) {
    if (!alignCorner) {
      return (double) size / outputs;
    }
    return outputs == 1 ? 0 : (double) (size - 1) / (outputs - 1);
  }

  private static float position(int output, double scale, boolean alignCorner) {
    return (float) (alignCorner ? output * scale : (output + 0.5) * scale - 0.5);
  }

  /** The cubic for distances 0 to 1. */
  private static float inner(float x) {
    return ((A + 2) * x - (A + 3)) * x * x + 1;
  }

  /** The cubic for distances 1 to 2. */
  private static float outer(float x) {
    return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
  }
}
