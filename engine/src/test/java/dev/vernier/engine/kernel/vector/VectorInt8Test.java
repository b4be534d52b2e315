package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Int8Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorInt8Test {
  private static final Int8Kernels SCALAR = ScalarKernels.INSTANCE.int8();
  private static final Int8Kernels VECTOR = VectorKernels.INSTANCE.int8();

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void agreesWithScalarAndLeavesNeighboursAlone(int n) {
    float[] src = Samples.uniform(n + 8, 200f);
    float[] expected = Samples.uniform(n + 9, 1f);
    float[] found = expected.clone();
    SCALAR.quantize(0.8f, src, 3, expected, 5, n);
    VECTOR.quantize(0.8f, src, 3, found, 5, n);
    assertThat(found).isEqualTo(expected);

    byte[] expectedBytes = new byte[n + 9];
    byte[] foundBytes = new byte[n + 9];
    SCALAR.quantize(0.8f, src, 3, expectedBytes, 5, n);
    VECTOR.quantize(0.8f, src, 3, foundBytes, 5, n);
    assertThat(foundBytes).isEqualTo(expectedBytes);

    SCALAR.widen(expectedBytes, 5, expected, 2, n);
    VECTOR.widen(foundBytes, 5, found, 2, n);
    assertThat(found).isEqualTo(expected);
  }

  /** Every half between two integers, its neighbours on both sides, and what lies outside. */
  @Test
  void roundsAsScalarDoesAtEveryBoundary() {
    float[] ends = {
      Float.NaN,
      Float.intBitsToFloat(0xffc00000),
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      1e30f,
      -1e30f,
      3e9f,
      -3e9f
    };
    float[] src = new float[3 * 260 + ends.length];
    for (int i = 0; i < 260; i++) {
      float half = i - 129.5f;
      src[3 * i] = Math.nextDown(half);
      src[3 * i + 1] = half;
      src[3 * i + 2] = Math.nextUp(half);
    }
    System.arraycopy(ends, 0, src, 3 * 260, ends.length);
    float[] expected = new float[src.length];
    float[] found = new float[src.length];
    SCALAR.quantize(1f, src, 0, expected, 0, src.length);
    VECTOR.quantize(1f, src, 0, found, 0, src.length);
    for (int i = 0; i < src.length; i++) {
      // -0 and 0 are the same integer.
      assertThat((int) found[i]).as("of %s", src[i]).isEqualTo((int) expected[i]);
    }
  }
}
