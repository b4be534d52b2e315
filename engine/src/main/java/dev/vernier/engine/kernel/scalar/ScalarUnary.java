package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;

/** Functions of one element as ncnn's plain layers compute them. */
public final class ScalarUnary implements UnaryKernels {

  /** Beyond this, ncnn's sigmoid no longer changes: e^−x would leave the range of a float. */
  public static final float SIGMOID_LIMIT = 88.3762626647949f;

  /** Stateless. */
  public ScalarUnary() {}

  @Override
  public void apply(UnaryOperation op, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = value(op, src[srcAt + i]);
    }
  }

  /** A function of one element. */
  public static float value(UnaryOperation op, float x) {
    return switch (op) {
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case SQUARE -> x * x;
      case SQRT -> (float) Math.sqrt(x);
      case RSQRT -> 1f / (float) Math.sqrt(x);
      case EXP -> (float) Math.exp(x);
      case LOG -> (float) Math.log(x);
      case SIN -> (float) Math.sin(x);
      case COS -> (float) Math.cos(x);
      case TAN -> (float) Math.tan(x);
      case ASIN -> (float) Math.asin(x);
      case ACOS -> (float) Math.acos(x);
      case ATAN -> (float) Math.atan(x);
      case RECIPROCAL -> 1f / x;
      case TANH -> (float) Math.tanh(x);
      case LOG10 -> (float) Math.log10(x);
      case ROUND -> (float) Math.rint(x);
      case TRUNC -> (float) ScalarMath.trunc(x);
      case SIGN -> ScalarMath.sign(x);
      case EXPM1 -> (float) Math.expm1(x);
      case SINH -> (float) Math.sinh(x);
      case ASINH -> (float) ScalarMath.asinh(x);
      case COSH -> (float) Math.cosh(x);
      case ACOSH -> (float) ScalarMath.acosh(x);
      case ATANH -> (float) ScalarMath.atanh(x);
      case LOG1P -> (float) Math.log1p(x);
      case ERF -> (float) ScalarMath.erf(x);
      case GELU -> ScalarMath.gelu(x);
      case GELU_TANH -> ScalarMath.geluTanh(x);
      case SOFTPLUS -> ScalarMath.softplus(x);
    };
  }

  @Override
  public void activate(
      Activation activation, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    float a = activation.a();
    float b = activation.b();
    switch (activation.kind()) {
      case NONE -> System.arraycopy(src, srcAt, dst, dstAt, n);
      case RELU -> {
        for (int i = 0; i < n; i++) {
          float x = src[srcAt + i];
          dst[dstAt + i] = x < 0f ? 0f : x;
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < n; i++) {
          float x = src[srcAt + i];
          dst[dstAt + i] = x < 0f ? x * a : x;
        }
      }
      case CLIP -> {
        for (int i = 0; i < n; i++) {
          dst[dstAt + i] = clip(src[srcAt + i], a, b);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          dst[dstAt + i] = sigmoid(src[srcAt + i]);
        }
      }
      case MISH -> {
        for (int i = 0; i < n; i++) {
          dst[dstAt + i] = mish(src[srcAt + i]);
        }
      }
      case SWISH -> swish(src, srcAt, dst, dstAt, n);
      case HARD_SWISH -> {
        float lower = -b / a;
        float upper = 1f / a + lower;
        for (int i = 0; i < n; i++) {
          dst[dstAt + i] = hardSwish(src[srcAt + i], a, b, lower, upper);
        }
      }
    }
  }

  @Override
  public void hardSigmoid(float a, float b, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    float lower = -b / a;
    float upper = 1f / a + lower;
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = hardSigmoid(src[srcAt + i], a, b, lower, upper);
    }
  }

  @Override
  public void swish(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = swish(src[srcAt + i]);
    }
  }

  @Override
  public void exponentialUnit(
      float below, float rate, float above, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      float x = src[srcAt + i];
      dst[dstAt + i] = x < 0f ? below * (float) Math.expm1(x * rate) : x * above;
    }
  }

  @Override
  public void scaleShift(
      float scale, float shift, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = src[srcAt + i] * scale + shift;
    }
  }

  /** x held between two bounds; the upper one wins where they cross. */
  public static float clip(float x, float least, float most) {
    float raised = x < least ? least : x;
    return raised > most ? most : raised;
  }

  /** 1 / (1 + e^−x), x clipped to ±{@link #SIGMOID_LIMIT}. */
  public static float sigmoid(float x) {
    float clipped = clip(x, -SIGMOID_LIMIT, SIGMOID_LIMIT);
    return 1f / (1f + (float) Math.exp(-clipped));
  }

  /** x / (1 + e^−x). */
  public static float swish(float x) {
    return x / (1f + (float) Math.exp(-x));
  }

  /** x·tanh(ln(1 + e^x)). */
  public static float mish(float x) {
    return (float) (x * Math.tanh(Math.log1p(Math.exp(x))));
  }

  /** 0 below lower, 1 above upper, otherwise a·x + b. */
  public static float hardSigmoid(float x, float a, float b, float lower, float upper) {
    if (x < lower) {
      return 0f;
    }
    return x > upper ? 1f : x * a + b;
  }

  /** 0 below lower, x above upper, otherwise x·(a·x + b). */
  public static float hardSwish(float x, float a, float b, float lower, float upper) {
    if (x < lower) {
      return 0f;
    }
    return x > upper ? x : x * (x * a + b);
  }
}
