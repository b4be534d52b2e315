package dev.vernier.engine.kernel;

/**
 * Functions of one element without parameters; the first 28 in the order of the {@code op_type} of
 * ncnn's UnaryOp.
 */
public enum UnaryOperation {
  /** |x|. */
  ABS,
  /** −x. */
  NEG,
  /** x rounded down. */
  FLOOR,
  /** x rounded up. */
  CEIL,
  /** x². */
  SQUARE,
  /** √x. */
  SQRT,
  /** 1 / √x. */
  RSQRT,
  /** e^x. */
  EXP,
  /** ln x. */
  LOG,
  /** sin x, x in radians, as the other angles. */
  SIN,
  /** cos x. */
  COS,
  /** tan x. */
  TAN,
  /** arcsin x. */
  ASIN,
  /** arccos x. */
  ACOS,
  /** arctan x. */
  ATAN,
  /** 1 / x. */
  RECIPROCAL,
  /** tanh x. */
  TANH,
  /** log10 x. */
  LOG10,
  /** x rounded to the nearest integer, ties to even. */
  ROUND,
  /** x rounded towards 0. */
  TRUNC,
  /** 1, −1 or 0. */
  SIGN,
  /** e^x − 1. */
  EXPM1,
  /** sinh x. */
  SINH,
  /** arsinh x. */
  ASINH,
  /** cosh x. */
  COSH,
  /** arcosh x. */
  ACOSH,
  /** artanh x. */
  ATANH,
  /** ln(1 + x). */
  LOG1P,
  /** The error function. */
  ERF,
  /** x·Φ(x), Φ the standard normal distribution. */
  GELU,
  /** The same with Φ through tanh. */
  GELU_TANH,
  /** ln(1 + e^x). */
  SOFTPLUS
}
