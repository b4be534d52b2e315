package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tolerances;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorInnerProductTest {

  static List<Arguments> sizes() {
    List<Arguments> sizes = new ArrayList<>();
    for (int inputs : new int[] {1, 7, 8, 13, 17, 31, 1021}) {
      for (int outputs : new int[] {1, 7, 8, 13, 17, 31, 48, 130}) {
        for (int rows : new int[] {1, 2, 4, 5, 13}) {
          sizes.add(Arguments.of(inputs, outputs, rows));
        }
      }
    }
    // More inputs than a product takes in one go, and rows of several blocks.
    for (int rows : new int[] {13, 44, 145}) {
      sizes.add(Arguments.of(2100, 96, rows));
      sizes.add(Arguments.of(1100, 77, rows));
    }
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void agreesWithScalar(int inputs, int outputs, int rows) {
    for (Activation.Kind kind : Activation.Kind.values()) {
      Activation activation = new Activation(kind, 0.2f, 0.5f);
      float[] bias = kind == Activation.Kind.NONE ? null : Samples.uniform(outputs, 1f);
      float[] expected = run(ScalarKernels.INSTANCE, inputs, outputs, rows, bias, activation);
      float[] found = run(VectorKernels.INSTANCE, inputs, outputs, rows, bias, activation);
      Samples.assertNear(
          inputs + " inputs, " + outputs + " outputs, " + rows + " rows, " + kind,
          found,
          expected,
          Tolerances.SUM_OF_PRODUCTS);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void givesItsWeightsBack(int inputs, int outputs, int rows) {
    float[] weights = Samples.uniform(inputs * outputs, 1f);
    float[] given =
        VectorKernels.INSTANCE
            .innerProduct(inputs, outputs, weights, null, Activation.NONE)
            .weights()
            .get();
    assertThat(given).as(inputs + " inputs, " + outputs + " outputs").isEqualTo(weights);
  }

  private static float[] run(
      Kernels kernels, int inputs, int outputs, int rows, float[] bias, Activation activation) {
    float[] src = Samples.uniform(rows * inputs, 1f);
    float[] weights = Samples.uniform(inputs * outputs + 1, 1f);
    float[] dst = new float[rows * outputs];
    Arrays.fill(dst, Float.NaN);
    kernels
        .innerProduct(inputs, outputs, weights, bias, activation)
        .run(src, rows, dst, new PlainScratch(1));
    return dst;
  }
}
