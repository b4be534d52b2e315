package dev.vernier.engine.kernel.scalar;

/** Functions that {@link Math} does not have, in double precision, and the activations on them. */
public final class ScalarMath {

  /** Factor of x + {@link #GELU_CUBE}·x³ in GELU through tanh, ncnn's √(2 / π). */
  public static final float GELU_SCALE = 0.79788452f;

  /** Factor of x³ in GELU through tanh. */
  public static final float GELU_CUBE = 0.044715f;

  /** From here on the error function is 1 in a double. */
  private static final double ERF_MOST = 6;

  private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double ROOT_HALF = Math.sqrt(0.5);

  private ScalarMath() {}

  /** The error function, to 1e-15. */
  public static double erf(double x) {
    if (Math.abs(x) >= ERF_MOST) {
      return Math.signum(x);
    }
    // 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1) / (2n+1)!!: no term changes sign, so that none cancels.
    double square = x * x;
    double term = x;
    double sum = x;
    for (int odd = 3; Math.abs(term) > Math.ulp(sum) * 0.5; odd += 2) {
      term *= 2 * square / odd;
      sum += term;
    }
    return TWO_BY_ROOT_PI * Math.exp(-square) * sum;
  }

  /** x·Φ(x), Φ the standard normal distribution. */
  public static float gelu(float x) {
    return (float) (0.5 * x * (1 + erf(x * ROOT_HALF)));
  }

  /** x·Φ(x), Φ through tanh. */
  public static float geluTanh(float x) {
    float inner = GELU_SCALE * (x + GELU_CUBE * x * x * x);
    return 0.5f * x * (1f + (float) Math.tanh(inner));
  }

  /** ln(1 + e^x), finite for every finite x. */
  public static float softplus(float x) {
    return Math.max(x, 0f) + (float) Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** 1, −1 or 0; 0 for NaN, as ncnn compares. */
  public static float sign(float x) {
    return x > 0f ? 1f : x < 0f ? -1f : 0f;
  }

  /** x rounded towards 0. */
  public static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** arsinh x; odd, so that small negative x loses nothing. */
  public static double asinh(double x) {
    double size = Math.abs(x);
    double root = Math.sqrt(size * size + 1);
    return Math.copySign(Math.log1p(size + size * size / (1 + root)), x);
  }

  /** arcosh x, NaN below 1. */
  public static double acosh(double x) {
    return Math.log(x + Math.sqrt(x * x - 1));
  }

  /** artanh x, infinite at ±1, NaN beyond. */
  public static double atanh(double x) {
    return 0.5 * (Math.log1p(x) - Math.log1p(-x));
  }
}
