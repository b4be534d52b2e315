package dev.vernier.engine.kernel;

/**
 * What an int8 layer does beside its products: real numbers to {@link Int8} and back to floats.
 * Source and destination may be the same float array at the same offset.
 */
public interface Int8Kernels {

  /** dst = {@link Int8#of}(src·scale), a whole number in a float. */
  void quantize(float scale, float[] src, int srcAt, float[] dst, int dstAt, int n);

  /** dst = {@link Int8#of}(src·scale). */
  void quantize(float scale, float[] src, int srcAt, byte[] dst, int dstAt, int n);

  /** dst = src. */
  void widen(byte[] src, int srcAt, float[] dst, int dstAt, int n);
}
