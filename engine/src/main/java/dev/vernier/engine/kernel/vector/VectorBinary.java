package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;
import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.scalar.ScalarBinary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Arithmetic on two elements, a vector at a time; powers, angles, remainders and ranges shorter
 * than a vector are left to {@link ScalarBinary}.
 *
 * <p>Each operation has a loop of its own: an operator that is a variable of the loop is not
 * compiled to an instruction. Ranges end as those of {@link VectorUnary} do.
 */
public final class VectorBinary implements BinaryKernels {

  private final BinaryKernels scalar = new ScalarBinary();

  /** Stateless. */
  public VectorBinary() {}

  @Override
  public void apply(
      BinaryOperation op, float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.apply(op, a, aAt, b, bAt, dst, dstAt, n);
      return;
    }
    switch (op) {
      case ADD -> add(a, aAt, b, bAt, dst, dstAt, n);
      case SUB -> sub(a, aAt, b, bAt, dst, dstAt, n);
      case MUL -> mul(a, aAt, b, bAt, dst, dstAt, n);
      case DIV -> div(a, aAt, b, bAt, dst, dstAt, n);
      case MAX -> max(a, aAt, b, bAt, dst, dstAt, n);
      case MIN -> min(a, aAt, b, bAt, dst, dstAt, n);
      case RSUB -> sub(b, bAt, a, aAt, dst, dstAt, n);
      case RDIV -> div(b, bAt, a, aAt, dst, dstAt, n);
      default -> scalar.apply(op, a, aAt, b, bAt, dst, dstAt, n);
    }
  }

  @Override
  public void applyScalar(
      BinaryOperation op, float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.applyScalar(op, a, aAt, b, dst, dstAt, n);
      return;
    }
    switch (op) {
      case ADD -> add(a, aAt, b, dst, dstAt, n);
      // Exact: a − b and a + (−b) are the same number.
      case SUB -> add(a, aAt, -b, dst, dstAt, n);
      case MUL -> mul(a, aAt, b, dst, dstAt, n);
      case DIV -> div(a, aAt, b, dst, dstAt, n);
      case MAX -> max(a, aAt, b, dst, dstAt, n);
      case MIN -> min(a, aAt, b, dst, dstAt, n);
      case RSUB -> sub(b, a, aAt, dst, dstAt, n);
      case RDIV -> div(b, a, aAt, dst, dstAt, n);
      default -> scalar.applyScalar(op, a, aAt, b, dst, dstAt, n);
    }
  }

  @Override
  public void applyToScalar(
      BinaryOperation op, float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.applyToScalar(op, a, b, bAt, dst, dstAt, n);
      return;
    }
    switch (op) {
      case ADD -> add(b, bAt, a, dst, dstAt, n);
      case SUB -> sub(a, b, bAt, dst, dstAt, n);
      case MUL -> mul(b, bAt, a, dst, dstAt, n);
      case DIV -> div(a, b, bAt, dst, dstAt, n);
      case MAX -> max(a, b, bAt, dst, dstAt, n);
      case MIN -> min(a, b, bAt, dst, dstAt, n);
      case RSUB -> add(b, bAt, -a, dst, dstAt, n);
      case RDIV -> div(b, bAt, a, dst, dstAt, n);
      default -> scalar.applyToScalar(op, a, b, bAt, dst, dstAt, n);
    }
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).add(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    aTail.add(bTail).intoArray(dst, dstAt + last);
  }

  private static void sub(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).sub(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    aTail.sub(bTail).intoArray(dst, dstAt + last);
  }

  private static void mul(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).mul(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    aTail.mul(bTail).intoArray(dst, dstAt + last);
  }

  private static void div(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).div(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    aTail.div(bTail).intoArray(dst, dstAt + last);
  }

  private static void max(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      max(load(a, aAt + i), load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    max(aTail, bTail).intoArray(dst, dstAt + last);
  }

  private static void min(float[] a, int aAt, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      min(load(a, aAt + i), load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    min(aTail, bTail).intoArray(dst, dstAt + last);
  }

  private static void add(float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).add(b).intoArray(dst, dstAt + i);
    }
    aTail.add(b).intoArray(dst, dstAt + last);
  }

  private static void mul(float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).mul(b).intoArray(dst, dstAt + i);
    }
    aTail.mul(b).intoArray(dst, dstAt + last);
  }

  private static void div(float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector aTail = load(a, aAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(a, aAt + i).div(b).intoArray(dst, dstAt + i);
    }
    aTail.div(b).intoArray(dst, dstAt + last);
  }

  private static void max(float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(b);
    FloatVector aTail = load(a, aAt + last);
    for (int i = 0; i < last; i += LANES) {
      max(load(a, aAt + i), repeated).intoArray(dst, dstAt + i);
    }
    max(aTail, repeated).intoArray(dst, dstAt + last);
  }

  private static void min(float[] a, int aAt, float b, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(b);
    FloatVector aTail = load(a, aAt + last);
    for (int i = 0; i < last; i += LANES) {
      min(load(a, aAt + i), repeated).intoArray(dst, dstAt + i);
    }
    min(aTail, repeated).intoArray(dst, dstAt + last);
  }

  private static void sub(float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(a);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      repeated.sub(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    repeated.sub(bTail).intoArray(dst, dstAt + last);
  }

  private static void div(float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(a);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      repeated.div(load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    repeated.div(bTail).intoArray(dst, dstAt + last);
  }

  private static void max(float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(a);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      max(repeated, load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    max(repeated, bTail).intoArray(dst, dstAt + last);
  }

  private static void min(float a, float[] b, int bAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector repeated = broadcast(a);
    FloatVector bTail = load(b, bAt + last);
    for (int i = 0; i < last; i += LANES) {
      min(repeated, load(b, bAt + i)).intoArray(dst, dstAt + i);
    }
    min(repeated, bTail).intoArray(dst, dstAt + last);
  }

  /** The first operand unless the second is larger, as ncnn compares; Java's rules differ. */
  private static FloatVector max(FloatVector a, FloatVector b) {
    return a.blend(b, a.compare(VectorOperators.LT, b));
  }

  private static FloatVector min(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.LT, a));
  }

  private static FloatVector load(float[] src, int at) {
    return FloatVector.fromArray(SPECIES, src, at);
  }
}
