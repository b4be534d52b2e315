package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;

/** Functions of two elements as ncnn's plain BinaryOp computes them. */
public final class ScalarBinary implements BinaryKernels {

  /** Stateless. */
  public ScalarBinary() {}

  @Override
  public void apply(
      BinaryOperation op, float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = apply(op, a[aAt + i], b[bAt + i]);
    }
  }

  @Override
  public void applyScalar(
      BinaryOperation op, float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = apply(op, a[aAt + i], b);
    }
  }

  @Override
  public void applyToScalar(
      BinaryOperation op, float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstAt + i] = apply(op, a, b[bAt + i]);
    }
  }

  /** op(a, b). */
  public static float apply(BinaryOperation op, float a, float b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      // Not Math.max: ncnn keeps the first operand unless the comparison holds, NaN included.
      case MAX -> a < b ? b : a;
      case MIN -> b < a ? b : a;
      case POW -> (float) Math.pow(a, b);
      case RSUB -> b - a;
      case RDIV -> b / a;
      case RPOW -> (float) Math.pow(b, a);
      case ATAN2 -> (float) Math.atan2(a, b);
      case RATAN2 -> (float) Math.atan2(b, a);
      case FMOD -> a % b;
      case RFMOD -> b % a;
      case LOGADDEXP -> {
        float larger = a < b ? b : a;
        float smaller = b < a ? b : a;
        yield larger + (float) Math.log1p(Math.exp(smaller - larger));
      }
      case FLOOR_DIVIDE -> (float) Math.floor(a / b);
      case RFLOOR_DIVIDE -> (float) Math.floor(b / a);
      case REMAINDER -> (float) Math.IEEEremainder(a, b);
      case RREMAINDER -> (float) Math.IEEEremainder(b, a);
    };
  }
}
