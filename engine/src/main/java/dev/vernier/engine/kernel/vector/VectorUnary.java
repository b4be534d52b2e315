package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.kernel.scalar.ScalarUnary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of one element, a vector at a time.
 *
 * <p>The last vector of a range overlaps the one before it, instead of a scalar tail or a mask
 * (masked stores are slow on JDK 17). Its elements are read before the loop, because source and
 * destination may be the same array, but computed after it: a result that waits through the loop is
 * boxed by C2 (swish took 6.7 ns an element instead of 0.5 on JDK 17, AVX-512). Ranges shorter than
 * a vector are left to {@link ScalarUnary}.
 */
public final class VectorUnary implements UnaryKernels {

  private final UnaryKernels scalar = new ScalarUnary();

  /** Stateless. */
  public VectorUnary() {}

  @Override
  public void activate(
      Activation activation, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.activate(activation, src, srcAt, dst, dstAt, n);
      return;
    }
    switch (activation.kind()) {
      case NONE -> System.arraycopy(src, srcAt, dst, dstAt, n);
      case RELU -> relu(src, srcAt, dst, dstAt, n);
      case LEAKY_RELU -> leakyRelu(activation.a(), src, srcAt, dst, dstAt, n);
      case CLIP -> clip(activation.a(), activation.b(), src, srcAt, dst, dstAt, n);
      case SIGMOID -> sigmoid(src, srcAt, dst, dstAt, n);
      case MISH -> mish(src, srcAt, dst, dstAt, n);
      case HARD_SWISH -> hardSwish(activation.a(), activation.b(), src, srcAt, dst, dstAt, n);
    }
  }

  private static void relu(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      relu(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
    relu(tail).intoArray(dst, dstAt + last);
  }

  private static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  private static void leakyRelu(
      float slope, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      leakyRelu(load(src, srcAt + i), slope).intoArray(dst, dstAt + i);
    }
    leakyRelu(tail, slope).intoArray(dst, dstAt + last);
  }

  private static FloatVector leakyRelu(FloatVector x, float slope) {
    return x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f));
  }

  private static void clip(
      float least, float most, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      VectorMath.clip(load(src, srcAt + i), least, most).intoArray(dst, dstAt + i);
    }
    VectorMath.clip(tail, least, most).intoArray(dst, dstAt + last);
  }

  private static void sigmoid(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      VectorMath.sigmoid(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
    VectorMath.sigmoid(tail).intoArray(dst, dstAt + last);
  }

  private static void mish(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      VectorMath.mish(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
    VectorMath.mish(tail).intoArray(dst, dstAt + last);
  }

  private static void hardSwish(
      float a, float b, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    float lower = -b / a;
    float upper = 1f / a + lower;
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      hardSwish(load(src, srcAt + i), a, b, lower, upper).intoArray(dst, dstAt + i);
    }
    hardSwish(tail, a, b, lower, upper).intoArray(dst, dstAt + last);
  }

  private static FloatVector hardSwish(FloatVector x, float a, float b, float lower, float upper) {
    return x.mul(x.mul(a).add(b))
        .blend(0f, x.compare(VectorOperators.LT, lower))
        .blend(x, x.compare(VectorOperators.GT, upper));
  }

  @Override
  public void hardSigmoid(float a, float b, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.hardSigmoid(a, b, src, srcAt, dst, dstAt, n);
      return;
    }
    float lower = -b / a;
    float upper = 1f / a + lower;
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      hardSigmoid(load(src, srcAt + i), a, b, lower, upper).intoArray(dst, dstAt + i);
    }
    hardSigmoid(tail, a, b, lower, upper).intoArray(dst, dstAt + last);
  }

  private static FloatVector hardSigmoid(
      FloatVector x, float a, float b, float lower, float upper) {
    return x.mul(a)
        .add(b)
        .blend(0f, x.compare(VectorOperators.LT, lower))
        .blend(1f, x.compare(VectorOperators.GT, upper));
  }

  @Override
  public void swish(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.swish(src, srcAt, dst, dstAt, n);
      return;
    }
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      VectorMath.swish(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
    VectorMath.swish(tail).intoArray(dst, dstAt + last);
  }

  @Override
  public void tanh(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    // A scalar tail, unlike the others: C2 does not inline two copies of so long a function.
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      VectorMath.tanh(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
    scalar.tanh(src, srcAt + whole, dst, dstAt + whole, n - whole);
  }

  @Override
  public void apply(UnaryOperation op, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    // A scalar tail, as in tanh. What has no vector form is left to it as a whole.
    int whole = n - n % LANES;
    switch (op) {
      case ABS -> absWhole(src, srcAt, dst, dstAt, whole);
      case NEG -> negWhole(src, srcAt, dst, dstAt, whole);
      case SQUARE -> squareWhole(src, srcAt, dst, dstAt, whole);
      case SQRT -> sqrtWhole(src, srcAt, dst, dstAt, whole);
      case RSQRT -> rsqrtWhole(src, srcAt, dst, dstAt, whole);
      case RECIPROCAL -> reciprocalWhole(src, srcAt, dst, dstAt, whole);
      case EXP -> expWhole(src, srcAt, dst, dstAt, whole);
      case TANH -> tanhWhole(src, srcAt, dst, dstAt, whole);
      case ERF -> erfWhole(src, srcAt, dst, dstAt, whole);
      case GELU -> geluWhole(src, srcAt, dst, dstAt, whole);
      case GELU_TANH -> geluTanhWhole(src, srcAt, dst, dstAt, whole);
      default -> whole = 0;
    }
    scalar.apply(op, src, srcAt + whole, dst, dstAt + whole, n - whole);
  }

  private static void absWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.abs().intoArray(dst, dstAt + i);
    }
  }

  private static void negWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.neg().intoArray(dst, dstAt + i);
    }
  }

  private static void squareWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.mul(x).intoArray(dst, dstAt + i);
    }
  }

  private static void sqrtWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      x.lanewise(VectorOperators.SQRT).intoArray(dst, dstAt + i);
    }
  }

  private static void rsqrtWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorMath.broadcast(1f).div(x.lanewise(VectorOperators.SQRT)).intoArray(dst, dstAt + i);
    }
  }

  private static void reciprocalWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorMath.broadcast(1f).div(x).intoArray(dst, dstAt + i);
    }
  }

  private static void expWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorMath.exp(x).intoArray(dst, dstAt + i);
    }
  }

  private static void tanhWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorMath.tanh(x).intoArray(dst, dstAt + i);
    }
  }

  private static void erfWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorErf.erf(x).intoArray(dst, dstAt + i);
    }
  }

  private static void geluWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorErf.gelu(x).intoArray(dst, dstAt + i);
    }
  }

  private static void geluTanhWhole(float[] src, int srcAt, float[] dst, int dstAt, int whole) {
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      VectorErf.geluTanh(x).intoArray(dst, dstAt + i);
    }
  }

  @Override
  public void scaleShift(
      float scale, float shift, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    if (n < LANES) {
      scalar.scaleShift(scale, shift, src, srcAt, dst, dstAt, n);
      return;
    }
    int last = n - LANES;
    FloatVector tail = load(src, srcAt + last);
    for (int i = 0; i < last; i += LANES) {
      load(src, srcAt + i).mul(scale).add(shift).intoArray(dst, dstAt + i);
    }
    tail.mul(scale).add(shift).intoArray(dst, dstAt + last);
  }

  private static FloatVector load(float[] src, int at) {
    return FloatVector.fromArray(SPECIES, src, at);
  }
}
