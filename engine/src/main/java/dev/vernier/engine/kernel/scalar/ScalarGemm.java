package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.GemmKernel;
import dev.vernier.engine.kernel.Scratch;

/** Matrix product by its definition: a dot product in float an element. */
final class ScalarGemm implements GemmKernel {

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      boolean transA,
      float[] b,
      int bOffset,
      int ldb,
      boolean transB,
      float[] c,
      int cOffset,
      int ldc,
      Scratch scratch) {
    int aStep = transA ? lda : 1;
    int bStep = transB ? 1 : ldb;
    for (int i = 0; i < m; i++) {
      int aRow = aOffset + (transA ? i : i * lda);
      for (int j = 0; j < n; j++) {
        int bColumn = bOffset + (transB ? j * ldb : j);
        float sum = 0f;
        for (int p = 0; p < k; p++) {
          sum += a[aRow + p * aStep] * b[bColumn + p * bStep];
        }
        c[cOffset + i * ldc + j] = sum;
      }
    }
  }
}
