package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;
import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import dev.vernier.engine.kernel.UnaryOperation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The whole vectors of a range under a {@link UnaryOperation}; what is left is the caller's.
 *
 * <p>Each function has a loop of its own: an operator that is a variable of the loop is not
 * compiled to an instruction. No second copy of a function takes the tail: C2 does not inline two
 * of the longer ones.
 */
final class VectorFunctions {

  private VectorFunctions() {}

  /**
   * Computes {@code whole} elements, a multiple of the vector length; false, with nothing done, for
   * a function without a vector form.
   */
  static boolean apply(
      UnaryOperation op, float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    switch (op) {
      case ABS -> abs(src, srcAt, dst, dstAt, whole);
      case NEG -> neg(src, srcAt, dst, dstAt, whole);
      case SQUARE -> square(src, srcAt, dst, dstAt, whole);
      case SQRT -> sqrt(src, srcAt, dst, dstAt, whole);
      case RSQRT -> rsqrt(src, srcAt, dst, dstAt, whole);
      case RECIPROCAL -> reciprocal(src, srcAt, dst, dstAt, whole);
      case EXP -> exp(src, srcAt, dst, dstAt, whole);
      case EXPM1 -> expm1(src, srcAt, dst, dstAt, whole);
      case LOG -> log(src, srcAt, dst, dstAt, whole);
      case ERF -> erf(src, srcAt, dst, dstAt, whole);
      case GELU -> gelu(src, srcAt, dst, dstAt, whole);
      case GELU_TANH -> VectorErf.geluTanh(src, srcAt, dst, dstAt, whole);
      case SOFTPLUS -> softplus(src, srcAt, dst, dstAt, whole);
      case TANH -> tanh(src, srcAt, dst, dstAt, whole);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void abs(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.abs().intoArray(dst, dstAt + i);
    }
  }

  private static void neg(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.neg().intoArray(dst, dstAt + i);
    }
  }

  private static void square(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.mul(x).intoArray(dst, dstAt + i);
    }
  }

  private static void sqrt(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.lanewise(VectorOperators.SQRT).intoArray(dst, dstAt + i);
    }
  }

  private static void rsqrt(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      broadcast(1f).div(x.lanewise(VectorOperators.SQRT)).intoArray(dst, dstAt + i);
    }
  }

  private static void reciprocal(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      broadcast(1f).div(x).intoArray(dst, dstAt + i);
    }
  }

  private static void exp(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorMath.exp(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void expm1(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorMath.expm1(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void log(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorLog.log(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void erf(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorErf.erf(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void gelu(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorErf.gelu(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void softplus(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorLog.softplus(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static void tanh(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      VectorMath.tanh(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
  }

  private static FloatVector load(float[] src, int at) {
    return FloatVector.fromArray(SPECIES, src, at);
  }
}
