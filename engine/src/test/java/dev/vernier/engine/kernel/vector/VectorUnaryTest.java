package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.kernel.scalar.ScalarUnary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VectorUnaryTest {

  private interface Function {
    void apply(UnaryKernels kernels, float[] src, int srcAt, float[] dst, int dstAt, int n);
  }

  private static Map<String, Function> functions() {
    Map<String, Function> functions = new LinkedHashMap<>();
    for (Activation.Kind kind : Activation.Kind.values()) {
      Activation activation = new Activation(kind, kind == Activation.Kind.CLIP ? -1f : 0.2f, 0.5f);
      functions.put(
          kind.name(), (k, s, sAt, d, dAt, n) -> k.activate(activation, s, sAt, d, dAt, n));
    }
    functions.put(
        "hardSigmoid", (k, s, sAt, d, dAt, n) -> k.hardSigmoid(0.2f, 0.5f, s, sAt, d, dAt, n));
    functions.put("swish", UnaryKernels::swish);
    for (UnaryOperation op : UnaryOperation.values()) {
      functions.put(op.name(), (k, s, sAt, d, dAt, n) -> k.apply(op, s, sAt, d, dAt, n));
    }
    functions.put(
        "exponentialUnit",
        (k, s, sAt, d, dAt, n) -> k.exponentialUnit(1.7f, 0.5f, 1.05f, s, sAt, d, dAt, n));
    functions.put(
        "exponentialUnit with a negative rate",
        (k, s, sAt, d, dAt, n) -> k.exponentialUnit(-2f, -0.5f, 1f, s, sAt, d, dAt, n));
    functions.put(
        "scaleShift", (k, s, sAt, d, dAt, n) -> k.scaleShift(1.5f, -2f, s, sAt, d, dAt, n));
    return functions;
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void agreesWithScalarAndLeavesNeighboursAlone(int n) {
    float[] src = Samples.uniform(n + 8, 6f);
    functions()
        .forEach(
            (name, function) -> {
              float[] expected = Samples.uniform(n + 9, 1f);
              float[] found = expected.clone();
              function.apply(new ScalarUnary(), src, 3, expected, 5, n);
              function.apply(new VectorUnary(), src, 3, found, 5, n);
              Samples.assertNear(name + " of " + n, found, expected, 1e-6);
            });
  }

  @ParameterizedTest
  @MethodSource("dev.vernier.engine.kernel.vector.Samples#lengths")
  void worksInPlace(int n) {
    functions()
        .forEach(
            (name, function) -> {
              float[] expected = Samples.uniform(n + 8, 6f);
              float[] found = expected.clone();
              function.apply(new ScalarUnary(), expected, 3, expected, 3, n);
              function.apply(new VectorUnary(), found, 3, found, 3, n);
              Samples.assertNear(name + " of " + n + " in place", found, expected, 1e-6);
            });
  }

  @ParameterizedTest
  @EnumSource(UnaryOperation.class)
  void agreesWithScalarAtTheEndsOfTheRange(UnaryOperation op) {
    float[] ends = {
      0f,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_NORMAL,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      1e-40f,
      1f,
      -1f,
      88.7f,
      -104f,
      -87.5f,
      1e-4f,
      -1e-4f,
      30f,
      -30f,
      4f,
      -4f,
      0.9f,
      -0.9f
    };
    // Every value in a vector, none in the rest that the scalar loop takes.
    for (float end : ends) {
      float[] src = new float[VectorMath.LANES];
      Arrays.fill(src, end);
      float[] expected = new float[src.length];
      float[] found = new float[src.length];
      new ScalarUnary().apply(op, src, 0, expected, 0, src.length);
      new VectorUnary().apply(op, src, 0, found, 0, src.length);
      Samples.assertNear(op + " of " + end, found, expected, 1e-6);
    }
  }
}
