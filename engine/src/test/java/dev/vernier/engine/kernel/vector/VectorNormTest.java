package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.NormKernels;
import dev.vernier.engine.kernel.scalar.ScalarNorm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorNormTest {

  private final NormKernels scalar = new ScalarNorm();
  private final NormKernels vector = new VectorNorm();

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void softmaxAgreesWithScalar(int n) {
    float[] expected = Samples.uniform(n + 8, 9f);
    float[] found = expected.clone();
    scalar.softmax(expected, 3, n);
    vector.softmax(found, 3, n);
    Samples.assertNear("softmax of " + n, found, expected, Samples.SUM_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void softmaxColumnsAgreesWithScalar(int columns) {
    for (int rows : new int[] {1, 2, 9}) {
      float[] expected = Samples.uniform(rows * columns + 8, 9f);
      float[] found = expected.clone();
      scalar.softmaxColumns(expected, 3, rows, columns);
      vector.softmaxColumns(found, 3, rows, columns);
      Samples.assertNear(
          "softmax of " + columns + " columns of " + rows, found, expected, Samples.SUM_TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void layerNormAgreesWithScalar(int n) {
    float[] gamma = Samples.uniform(n, 2f);
    float[] beta = Samples.uniform(n + 1, 2f);
    for (boolean affine : new boolean[] {false, true}) {
      float[] expected = Samples.uniform(n + 8, 9f);
      float[] found = expected.clone();
      scalar.layerNorm(expected, 3, n, 1e-3f, affine ? gamma : null, affine ? beta : null);
      vector.layerNorm(found, 3, n, 1e-3f, affine ? gamma : null, affine ? beta : null);
      Samples.assertNear(
          "layer norm of " + n + (affine ? " with gamma and beta" : ""),
          found,
          expected,
          Samples.SUM_TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void squaresAgreeWithScalar(int n) {
    float[] values = Samples.uniform(n + 8, 1f);
    for (float around : new float[] {0f, 0.5f}) {
      Samples.assertNear(
          "squares of " + n + " around " + around,
          new float[] {vector.squares(values, 3, n, around)},
          new float[] {scalar.squares(values, 3, n, around)},
          Samples.SUM_TOLERANCE);
    }
  }
}
