package dev.vernier.engine.kernel;

/** Matrix products without packed weights. Thread-safe. */
public interface GemmKernel {

  /**
   * C = A·B, row-major, written over C.
   *
   * @param a m × k, from aOffset, rows lda apart; k × m when transA
   * @param b k × n, from bOffset, rows ldb apart; n × k when transB
   * @param c m × n, from cOffset, rows ldc apart; not the same array as a or b
   */
  void multiply(
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
      Scratch scratch);
}
