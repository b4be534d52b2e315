package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.Tolerances;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorGemmTest {

  static List<Arguments> sizes() {
    List<Arguments> sizes = new ArrayList<>();
    for (int m : new int[] {1, 3, 7, 8, 13, 17, 31}) {
      for (int n : new int[] {1, 7, 8, 13, 17, 31, 48, 101}) {
        for (int k : new int[] {1, 7, 31, 600}) {
          sizes.add(Arguments.of(m, n, k));
        }
      }
    }
    sizes.add(Arguments.of(1021, 31, 17));
    sizes.add(Arguments.of(31, 1021, 17));
    // More steps than a product takes in one go, of few rows, which read B in place, and of more.
    for (int m : new int[] {3, 24, 37}) {
      sizes.add(Arguments.of(m, 64, 1100));
      sizes.add(Arguments.of(m, 77, 2100));
    }
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void agreesWithScalar(int m, int n, int k) {
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        Samples.assertNear(
            m + " x " + n + " x " + k + (transA ? " transA" : "") + (transB ? " transB" : ""),
            run(VectorKernels.INSTANCE, m, n, k, transA, transB),
            run(ScalarKernels.INSTANCE, m, n, k, transA, transB),
            Tolerances.SUM_OF_PRODUCTS);
      }
    }
  }

  /** Rows lie further apart than they are long; what lies between them must stay as it was. */
  private static float[] run(Kernels kernels, int m, int n, int k, boolean transA, boolean transB) {
    int lda = (transA ? m : k) + 2;
    int ldb = (transB ? k : n) + 1;
    int ldc = n + 3;
    float[] a = Samples.uniform(4 + (transA ? k : m) * lda, 1f);
    float[] b = Samples.uniform(5 + (transB ? n : k) * ldb, 1f);
    float[] c = Samples.uniform(6 + m * ldc, 1f);
    kernels
        .gemm()
        .multiply(m, n, k, a, 4, lda, transA, b, 5, ldb, transB, c, 6, ldc, new PlainScratch(1));
    return c;
  }
}
