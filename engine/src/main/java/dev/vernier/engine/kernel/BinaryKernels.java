package dev.vernier.engine.kernel;

/**
 * Functions of two elements over a range. The destination may be either operand's array at the
 * operand's offset.
 */
public interface BinaryKernels {

  /** dst[i] = op(a[i], b[i]). */
  void apply(
      BinaryOperation op, float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n);

  /** dst[i] = op(a[i], b). */
  void applyScalar(BinaryOperation op, float[] a, int aAt, float b, float[] dst, int dstAt, int n);

  /** dst[i] = op(a, b[i]). */
  void applyToScalar(
      BinaryOperation op, float a, float[] b, int bAt, float[] dst, int dstAt, int n);
}
