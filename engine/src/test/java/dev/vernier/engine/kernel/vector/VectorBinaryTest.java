package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.scalar.ScalarBinary;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both compute the same expression, so the results are equal bit for bit. */
class VectorBinaryTest {

  private final BinaryKernels scalar = new ScalarBinary();
  private final BinaryKernels vector = new VectorBinary();

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void equalsScalarOnTwoRanges(int n) {
    float[] a = Samples.uniform(n + 8, 5f);
    float[] b = Samples.uniform(n + 9, 3f);
    for (BinaryOperation op : BinaryOperation.values()) {
      float[] expected = Samples.uniform(n + 10, 1f);
      float[] found = expected.clone();
      scalar.apply(op, a, 1, b, 2, expected, 3, n);
      vector.apply(op, a, 1, b, 2, found, 3, n);
      assertThat(found).as("%s of %d, seed %d", op, n, Samples.SEED).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void equalsScalarOnRangeAndNumber(int n) {
    float[] range = Samples.uniform(n + 8, 5f);
    for (BinaryOperation op : BinaryOperation.values()) {
      float[] expected = Samples.uniform(n + 10, 1f);
      float[] found = expected.clone();
      scalar.applyScalar(op, range, 1, 0.7f, expected, 3, n);
      vector.applyScalar(op, range, 1, 0.7f, found, 3, n);
      assertThat(found).as("%s of %d and 0.7, seed %d", op, n, Samples.SEED).isEqualTo(expected);
      scalar.applyToScalar(op, 0.7f, range, 1, expected, 3, n);
      vector.applyToScalar(op, 0.7f, range, 1, found, 3, n);
      assertThat(found).as("%s of 0.7 and %d, seed %d", op, n, Samples.SEED).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void worksInPlaceOfEitherOperand(int n) {
    float[] a = Samples.uniform(n, 5f);
    float[] b = Samples.uniform(n + 1, 3f);
    for (BinaryOperation op : BinaryOperation.values()) {
      float[] expected = new float[n];
      scalar.apply(op, a, 0, b, 0, expected, 0, n);
      float[] overA = a.clone();
      vector.apply(op, overA, 0, b, 0, overA, 0, n);
      assertThat(overA).as("%s of %d over a, seed %d", op, n, Samples.SEED).isEqualTo(expected);
      float[] overB = b.clone();
      vector.apply(op, a, 0, overB, 0, overB, 0, n);
      assertThat(overB).as("%s of %d over b, seed %d", op, n, Samples.SEED).startsWith(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAX", "MIN"})
  void keepsTheFirstOperandBesideNaN(BinaryOperation op) {
    float[] numbers = new float[VectorMath.LANES];
    float[] nans = new float[VectorMath.LANES];
    Arrays.fill(nans, Float.NaN);
    float[] found = new float[VectorMath.LANES];
    vector.apply(op, numbers, 0, nans, 0, found, 0, found.length);
    assertThat(found).containsOnly(0f);
    vector.apply(op, nans, 0, numbers, 0, found, 0, found.length);
    assertThat(found).containsOnly(Float.NaN);
  }
}
