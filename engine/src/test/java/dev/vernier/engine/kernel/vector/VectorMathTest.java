package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.scalar.ScalarMath;
import dev.vernier.engine.kernel.scalar.ScalarUnary;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorMathTest {

  /** Bit patterns from one grid point to the next: about four million points over all floats. */
  private static final int GRID_STEP = 1021;

  /** Error of e^x where it is subnormal, times the largest x that multiplies it. */
  private static final double SUBNORMAL_ERROR = 105.0 * Float.MIN_VALUE;

  private static final float[] EXTREMES = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72283f,
    88.72284f,
    -87.33655f,
    -103.2789f,
    -103.98f,
    88.3762626647949f,
    -88.3762626647949f,
    0.625f,
    -0.625f,
    20f,
    1e-20f,
    44.5f
  };

  static Stream<Arguments> functions() {
    double limit = ScalarUnary.SIGMOID_LIMIT;
    return Stream.of(
        function("exp", 2, VectorMath::exp, Math::exp),
        function(
            "sigmoid",
            3,
            VectorMathTest::sigmoid,
            x -> 1 / (1 + Math.exp(-Math.max(-limit, Math.min(limit, x))))),
        // ncnn's e^−x is a float too, and infinite where a float is.
        function("swish", 3, VectorMathTest::swish, x -> x / (1 + (double) (float) Math.exp(-x))),
        function("mish", 4, VectorMath::mish, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        function("tanh", 3, VectorMath::tanh, Math::tanh),
        function("expm1", 4, VectorMath::expm1, Math::expm1),
        function(
            "negativeExpm1",
            4,
            x -> VectorMath.negativeExpm1(x.abs().neg()),
            x -> Math.expm1(-Math.abs(x))),
        function("log", 2, x -> VectorLog.log(x.abs()), x -> Math.log(Math.abs(x))),
        function(
            "softplus",
            3,
            VectorLog::softplus,
            x -> x < -87 ? 0 : Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
        function("erf", 3, VectorErf::erf, ScalarMath::erf));
  }

  private static FloatVector sigmoid(FloatVector x) {
    float[] values = x.toArray();
    VectorLogistic.sigmoid(values, 0, values, 0, values.length);
    return FloatVector.fromArray(VectorMath.SPECIES, values, 0);
  }

  private static FloatVector swish(FloatVector x) {
    float[] values = x.toArray();
    VectorLogistic.swish(values, 0, values, 0, values.length);
    return FloatVector.fromArray(VectorMath.SPECIES, values, 0);
  }

  private static FloatVector geluTanh(FloatVector x) {
    float[] values = x.toArray();
    VectorErf.geluTanh(values, 0, values, 0, values.length);
    return FloatVector.fromArray(VectorMath.SPECIES, values, 0);
  }

  private static Arguments function(
      String name, int ulps, UnaryOperator<FloatVector> vector, DoubleUnaryOperator exact) {
    return Arguments.of(name, ulps, vector, exact);
  }

  @ParameterizedTest(name = "{0} within {1} ulp")
  @MethodSource("functions")
  void staysNearTheExactValueOverAllFloats(
      String name, int ulps, UnaryOperator<FloatVector> vector, DoubleUnaryOperator exact) {
    float[] points = new float[VectorMath.LANES];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      for (int i = 0; i < points.length; i++) {
        float point = Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE));
        points[i] = Float.isFinite(point) ? point : 1f;
        bits += GRID_STEP;
      }
      check(name, ulps, vector, exact, points);
    }
    for (float extreme : EXTREMES) {
      Arrays.fill(points, extreme);
      check(name, ulps, vector, exact, points);
    }
  }

  private static void check(
      String name,
      int ulps,
      UnaryOperator<FloatVector> vector,
      DoubleUnaryOperator exact,
      float[] points) {
    float[] found = new float[points.length];
    vector.apply(FloatVector.fromArray(VectorMath.SPECIES, points, 0)).intoArray(found, 0);
    for (int i = 0; i < points.length; i++) {
      double wanted = exact.applyAsDouble(points[i]);
      double error = Math.max(0, Math.abs(found[i] - wanted) - SUBNORMAL_ERROR);
      if (Float.isInfinite((float) wanted)) {
        assertThat(found[i]).as("%s(%s)", name, points[i]).isEqualTo((float) wanted);
      } else if (!(error <= ulps * (double) Math.ulp((float) wanted))) {
        assertThat(error / Math.ulp((float) wanted))
            .as("%s(%s) is %s, exact %s; error in ulp", name, points[i], found[i], wanted)
            .isLessThanOrEqualTo(ulps);
      }
    }
  }

  @Test
  void givesTheLimitsAtInfinity() {
    float positive = Float.POSITIVE_INFINITY;
    float negative = Float.NEGATIVE_INFINITY;
    assertThat(at(VectorMath::exp, positive)).isEqualTo(positive);
    assertThat(at(VectorMath::exp, negative)).isEqualTo(0f);
    assertThat(at(VectorMathTest::sigmoid, positive)).isEqualTo(1f);
    assertThat(at(VectorMathTest::sigmoid, negative)).isBetween(0f, 1e-38f);
    assertThat(at(VectorMathTest::swish, positive)).isEqualTo(positive);
    assertThat(at(VectorMath::mish, positive)).isEqualTo(positive);
    assertThat(at(VectorMath::tanh, positive)).isEqualTo(1f);
    assertThat(at(VectorMath::tanh, negative)).isEqualTo(-1f);
    assertThat(at(VectorMath::expm1, positive)).isEqualTo(positive);
    assertThat(at(VectorMath::expm1, negative)).isEqualTo(-1f);
    assertThat(at(VectorLog::log, positive)).isEqualTo(positive);
    assertThat(at(VectorLog::log, negative)).isNaN();
    assertThat(at(VectorLog::softplus, positive)).isEqualTo(positive);
    assertThat(at(VectorLog::softplus, negative)).isEqualTo(0f);
    assertThat(at(VectorErf::erf, positive)).isEqualTo(1f);
    assertThat(at(VectorErf::erf, negative)).isEqualTo(-1f);
    assertThat(at(VectorErf::gelu, positive)).isEqualTo(positive);
    assertThat(at(VectorMathTest::geluTanh, positive)).isEqualTo(positive);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void keepsNaN(
      String name, int ulps, UnaryOperator<FloatVector> vector, DoubleUnaryOperator exact) {
    assertThat(at(vector, Float.NaN)).isNaN();
  }

  private static float at(UnaryOperator<FloatVector> function, float x) {
    return function.apply(FloatVector.broadcast(VectorMath.SPECIES, x)).lane(0);
  }

  /** Enough calls for every tier of compilation to have its turn. */
  @Test
  void sumsLanesInOneOrderWhetherCompiledOrNot() {
    Random random = new Random(11);
    float[] lanes = new float[VectorMath.LANES];
    for (int call = 0; call < 30_000; call++) {
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = random.nextFloat() * (1 << i % 20);
      }
      float[] folded = lanes.clone();
      for (int half = folded.length / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          folded[i] += folded[i + half];
        }
      }
      float found = VectorMath.sum(FloatVector.fromArray(VectorMath.SPECIES, lanes, 0));
      assertThat(found).as("call %d of seed 11", call).isEqualTo(folded[0]);
    }
  }
}
