package dev.vernier.engine.kernel;

/**
 * Functions of one element over a range. Source and destination may be the same array at the same
 * offset.
 */
public interface UnaryKernels {

  /** dst = op(src). */
  void apply(UnaryOperation op, float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = activation(src). */
  void activate(Activation activation, float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = min(max(a·x + b, 0), 1). */
  void hardSigmoid(float a, float b, float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = x / (1 + e^−x). */
  void swish(float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = below·(e^(rate·x) − 1) where x is negative, above·x elsewhere. */
  void exponentialUnit(
      float below, float rate, float above, float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = x·scale + shift. */
  void scaleShift(float scale, float shift, float[] src, int srcAt, float[] dst, int dstAt, int n);
}
