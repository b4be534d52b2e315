package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Kernels;

/** Quantisation by its definition. */
final class ScalarInt8 implements Int8Kernels {

  @Override
  public void quantize(float scale, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  @Override
  public void quantize(float scale, float[] src, int srcAt, byte[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = Int8.of(src[srcAt + i] * scale);
    }
  }

  @Override
  public void widen(byte[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = src[srcAt + i];
    }
  }
}
