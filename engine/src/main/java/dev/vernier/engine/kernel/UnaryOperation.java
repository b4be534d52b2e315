package dev.vernier.engine.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * Functions of one element without parameters, the first 28 in the order of ncnn's UnaryOp. {@link
 * #of} is what they mean.
 */
public enum UnaryOperation {
  /** |x|. */
  ABS(Math::abs),
  /** −x. */
  NEG(x -> -x),
  /** The largest whole number not above x. */
  FLOOR(Math::floor),
  /** The smallest whole number not below x. */
  CEIL(Math::ceil),
  /** x². */
  SQUARE(x -> x * x),
  /** √x. */
  SQRT(Math::sqrt),
  /** 1 / √x. */
  RSQRT(x -> 1 / Math.sqrt(x)),
  /** e^x. */
  EXP(Math::exp),
  /** ln x. */
  LOG(Math::log),
  /** sin x. */
  SIN(Math::sin),
  /** cos x. */
  COS(Math::cos),
  /** tan x. */
  TAN(Math::tan),
  /** arcsin x. */
  ASIN(Math::asin),
  /** arccos x. */
  ACOS(Math::acos),
  /** arctan x. */
  ATAN(Math::atan),
  /** 1 / x. */
  RECIPROCAL(x -> 1 / x),
  /** tanh x. */
  TANH(Math::tanh),
  /** log10 x. */
  LOG10(Math::log10),
  /** The nearest whole number, halves to the even one. */
  ROUND(Math::rint),
  /** x without its fraction. */
  TRUNC(x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
  /** 1, 0 or −1. */
  SIGN(x -> x > 0 ? 1 : x < 0 ? -1 : 0),
  /** e^x − 1. */
  EXPM1(Math::expm1),
  /** sinh x. */
  SINH(Math::sinh),
  /** arsinh x. */
  ASINH(x -> Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x)),
  /** cosh x. */
  COSH(Math::cosh),
  /** arcosh x. */
  ACOSH(x -> Math.log(x + Math.sqrt(x * x - 1))),
  /** artanh x. */
  ATANH(x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
  /** ln(1 + x). */
  LOG1P(Math::log1p),
  /** The Gauss error function. */
  ERF(UnaryOperation::erf),
  /** x·Φ(x), Φ being the normal distribution. */
  GELU(x -> 0.5 * x * erfc(-x * Math.sqrt(0.5))),
  /** x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2. */
  GELU_TANH(x -> 0.5 * x * (1 + Math.tanh(0.79788452 * (x + 0.044715 * x * x * x))));

  /** How many of them ncnn's UnaryOp has. */
  public static final int UNARY_OPS = LOG1P.ordinal() + 1;

  /** Below this the series of erf is used, from here on 1 − erfc. */
  public static final double ERF_SMALL = 0.5;

  /** Coefficients of x, x³, x⁵ … of erf: 2 / √π · (−1)ⁿ / (n!·(2n + 1)). */
  private static final double[] ERF_SERIES = {
    1.1283791670955126,
    -0.37612638903183754,
    0.11283791670955126,
    -0.026866170645131252,
    0.005223977625442187,
    -0.0008548327023450852,
    0.00012055332981789664
  };

  /**
   * Coefficients of t in ln(erfc(z)·e^z² / t) with t = 1 / (1 + z / 2): a Chebyshev fit within
   * 1.2e-7 of erfc(z) everywhere. Source: Press et al., "Numerical Recipes", 6.2.
   */
  private static final double[] ERFC_FIT = {
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
    0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277
  };

  private final DoubleUnaryOperator function;

  UnaryOperation(DoubleUnaryOperator function) {
    this.function = function;
  }

  /** The function's value, computed in double and rounded once. */
  public float of(float x) {
    return (float) function.applyAsDouble(x);
  }

  /** A copy of the coefficients of x, x³, x⁵ … of erf for |x| below {@link #ERF_SMALL}. */
  public static double[] erfSeries() {
    return ERF_SERIES.clone();
  }

  /** A copy of the coefficients of 1, t, t² … in erfc(z) = t·e^(fit(t) − z²), t = 1/(1 + z/2). */
  public static double[] erfcFit() {
    return ERFC_FIT.clone();
  }

  private static double erf(double x) {
    if (Math.abs(x) >= ERF_SMALL) {
      return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
    }
    double sum = 0;
    for (int i = ERF_SERIES.length - 1; i >= 0; i--) {
      sum = sum * x * x + ERF_SERIES[i];
    }
    return sum * x;
  }

  private static double erfc(double x) {
    double z = Math.abs(x);
    double t = 1 / (1 + 0.5 * z);
    double fit = 0;
    for (int i = ERFC_FIT.length - 1; i >= 0; i--) {
      fit = fit * t + ERFC_FIT[i];
    }
    double value = t * Math.exp(fit - z * z);
    return x >= 0 ? value : 2 - value;
  }
}
