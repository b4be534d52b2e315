package dev.vernier.engine.layer.shape;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The functions of a {@link ShapeExpression}, in the words that ncnn's param files use. */
enum ShapeFunction {
  /** a + b; whole if both are. */
  ADD("+", 2),
  /** a − b; whole if both are. */
  SUBTRACT("-", 2),
  /** a·b; whole if both are. */
  MULTIPLY("*", 2),
  /** a / b cut towards zero if both are whole, otherwise rounded down. */
  DIVIDE_WHOLE("//", 2),
  /** The larger. */
  MAX(2),
  /** The smaller. */
  MIN(2),
  /** |a|. */
  ABS(1),
  /** −a. */
  NEG(1),
  /** −1, 0 or 1. */
  SIGN(1),
  /** a². */
  SQUARE(1),
  /** Whole, cut towards zero. */
  TRUNC(1),
  /** Whole, rounded up. */
  CEIL(1),
  /** Whole, rounded down. */
  FLOOR(1),
  /** Whole, half away from zero. */
  ROUND(1),
  /** Bits of whole numbers. */
  AND(2),
  /** Bits of whole numbers. */
  OR(2),
  /** Bits of whole numbers. */
  XOR(2),
  /** Bits of a whole number moved up. */
  LSHIFT(2),
  /** Bits of a whole number moved down, the sign kept. */
  RSHIFT(2),
  /** a / b as a real. */
  DIVIDE("/", 2),
  /** Angle of the point (b, a). */
  ATAN2(2),
  /** Remainder with the sign of a. */
  FMOD(2),
  /** a^b. */
  POW(2),
  /** Remainder with the sign of b. */
  REMAINDER(2),
  /** log(e^a + e^b). */
  LOGADDEXP(2),
  /** Inverse cosine. */
  ACOS(1),
  /** Inverse hyperbolic cosine. */
  ACOSH(1),
  /** Inverse sine. */
  ASIN(1),
  /** Inverse hyperbolic sine. */
  ASINH(1),
  /** Inverse tangent. */
  ATAN(1),
  /** Inverse hyperbolic tangent. */
  ATANH(1),
  /** Cosine. */
  COS(1),
  /** Hyperbolic cosine. */
  COSH(1),
  /** Error function. */
  ERF(1),
  /** e^a. */
  EXP(1),
  /** Natural logarithm. */
  LOG(1),
  /** Decimal logarithm. */
  LOG10(1),
  /** 1 / a. */
  RECIPROCAL(1),
  /** 1 / √a. */
  RSQRT(1),
  /** Sine. */
  SIN(1),
  /** Hyperbolic sine. */
  SINH(1),
  /** √a. */
  SQRT(1),
  /** Tangent. */
  TAN(1),
  /** Hyperbolic tangent. */
  TANH(1);

  private static final Map<String, ShapeFunction> BY_WORD = new HashMap<>();

  static {
    for (ShapeFunction function : values()) {
      BY_WORD.put(function.word, function);
    }
  }

  private final String word;
  private final int operands;

  ShapeFunction(String word, int operands) {
    this.word = word;
    this.operands = operands;
  }

  ShapeFunction(int operands) {
    this.word = name().toLowerCase(Locale.ROOT);
    this.operands = operands;
  }

  /** The function of a word, or null if there is none. */
  static ShapeFunction named(String word) {
    return BY_WORD.get(word);
  }

  /** How many operands it takes, 1 or 2. */
  int operands() {
    return operands;
  }

  /**
   * The value for its operands.
   *
   * @param b null where the function takes one operand
   * @throws ArithmeticException if it overflows, divides by zero, is not a number, or needs whole
   *     operands
   */
  ShapeNumber apply(ShapeNumber a, ShapeNumber b) {
    return switch (this) {
      case AND, OR, XOR, LSHIFT, RSHIFT -> ShapeNumber.of(bits(a, b));
      case TRUNC -> rounded(a, a.value());
      case CEIL -> rounded(a, Math.ceil(a.value()));
      case FLOOR -> rounded(a, Math.floor(a.value()));
      case ROUND ->
          rounded(a, Math.copySign(Math.floor(Math.abs((double) a.value()) + 0.5), a.value()));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE_WHOLE, MAX, MIN, ABS, NEG, SIGN, SQUARE ->
          a.real() || (b != null && b.real())
              ? ShapeNumber.of(reals(a.value(), b == null ? 0f : b.value()))
              : ShapeNumber.of(wholes(a.whole(), b == null ? 0 : b.whole()));
      case DIVIDE,
          ATAN2,
          FMOD,
          POW,
          REMAINDER,
          LOGADDEXP,
          ACOS,
          ACOSH,
          ASIN,
          ASINH,
          ATAN,
          ATANH,
          COS,
          COSH,
          ERF,
          EXP,
          LOG,
          LOG10,
          RECIPROCAL,
          RSQRT,
          SIN,
          SINH,
          SQRT,
          TAN,
          TANH ->
          ShapeNumber.of((float) transcendental(a.value(), b == null ? 0 : b.value()));
    };
  }

  private static ShapeNumber rounded(ShapeNumber a, double value) {
    return a.real() ? ShapeNumber.of(ShapeNumber.whole(value)) : a;
  }

  private int bits(ShapeNumber a, ShapeNumber b) {
    if (a.real() || b.real()) {
      throw new ArithmeticException(word + " needs whole numbers");
    }
    boolean shift = this == LSHIFT || this == RSHIFT;
    if (shift && (b.whole() < 0 || b.whole() > 31)) {
      throw new ArithmeticException(word + " by " + b.whole() + ", must be 0 to 31");
    }
    return switch (this) {
      case AND -> a.whole() & b.whole();
      case OR -> a.whole() | b.whole();
      case XOR -> a.whole() ^ b.whole();
      case LSHIFT -> Math.toIntExact((long) a.whole() << b.whole());
      default -> a.whole() >> b.whole();
    };
  }

  private int wholes(int a, int b) {
    return switch (this) {
      case ADD -> Math.addExact(a, b);
      case SUBTRACT -> Math.subtractExact(a, b);
      case MULTIPLY -> Math.multiplyExact(a, b);
      case DIVIDE_WHOLE -> {
        if (b == 0) {
          throw new ArithmeticException(a + " is divided by zero");
        }
        yield Math.toIntExact((long) a / b);
      }
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case ABS -> Math.absExact(a);
      case NEG -> Math.negateExact(a);
      case SIGN -> Integer.signum(a);
      default -> Math.multiplyExact(a, a);
    };
  }

  private float reals(float a, float b) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE_WHOLE -> (float) Math.floor(a / b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case ABS -> Math.abs(a);
      case NEG -> -a;
      case SIGN -> Math.signum(a);
      default -> a * a;
    };
  }

  private double transcendental(double a, double b) {
    return switch (this) {
      case DIVIDE -> (float) a / (float) b;
      case ATAN2 -> Math.atan2(a, b);
      case FMOD -> a % b;
      case POW -> Math.pow(a, b);
      case REMAINDER -> a * b < 0 ? a % b + b : a % b;
      case LOGADDEXP -> Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
      case ACOS -> Math.acos(a);
      case ACOSH -> Math.log(a + Math.sqrt(a * a - 1));
      case ASIN -> Math.asin(a);
      case ASINH -> Math.copySign(Math.log(Math.abs(a) + Math.sqrt(a * a + 1)), a);
      case ATAN -> Math.atan(a);
      case ATANH -> 0.5 * Math.log((1 + a) / (1 - a));
      case COS -> Math.cos(a);
      case COSH -> Math.cosh(a);
      case ERF -> erf(a);
      case EXP -> Math.exp(a);
      case LOG -> Math.log(a);
      case LOG10 -> Math.log10(a);
      case RECIPROCAL -> 1 / a;
      case RSQRT -> 1 / Math.sqrt(a);
      case SIN -> Math.sin(a);
      case SINH -> Math.sinh(a);
      case SQRT -> Math.sqrt(a);
      case TAN -> Math.tan(a);
      default -> Math.tanh(a);
    };
  }

  /** By its Maclaurin series, which converges within 70 terms where the result is not 1 yet. */
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n <= 70; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
