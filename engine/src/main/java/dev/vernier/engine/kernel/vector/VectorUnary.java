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
 * a vector, and the tails of exponentials and of {@link VectorFunctions}, are left to {@link
 * ScalarUnary}.
 */
public final class VectorUnary implements UnaryKernels {

  private final UnaryKernels scalar = new ScalarUnary();

  /** Stateless. */
  public VectorUnary() {}

  @Override
  public void apply(UnaryOperation op, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    int whole = n - n % LANES;
    int done = VectorFunctions.apply(op, src, srcAt, dst, dstAt, whole) ? whole : 0;
    scalar.apply(op, src, srcAt + done, dst, dstAt + done, n - done);
  }

  @Override
  public void exponentialUnit(
      float below, float rate, float above, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    // With a negative rate the curve may grow beyond all floats.
    int whole = rate >= 0f ? n - n % LANES : 0;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = load(src, srcAt + i);
      FloatVector curve = VectorMath.negativeExpm1(x.mul(rate)).mul(below);
      x.mul(above).blend(curve, x.compare(VectorOperators.LT, 0f)).intoArray(dst, dstAt + i);
    }
    scalar.exponentialUnit(below, rate, above, src, srcAt + whole, dst, dstAt + whole, n - whole);
  }

  // Some loops stand here, not in methods of their own, to make this longer than what C2 inlines:
  // see VectorInt8.round. Within a matrix product e^x was boxed, 8 MB an image of efficientnet.
  @Override
  public void activate(
      Activation activation, float[] src, int srcAt, float[] dst, int dstAt, int n) {
    if (activation.kind() == Activation.Kind.NONE && src == dst && srcAt == dstAt) {
      return;
    }
    if (n < LANES) {
      scalar.activate(activation, src, srcAt, dst, dstAt, n);
      return;
    }
    int whole = n - n % LANES;
    switch (activation.kind()) {
      case NONE -> System.arraycopy(src, srcAt, dst, dstAt, n);
      case RELU -> {
        int last = n - LANES;
        FloatVector tail = load(src, srcAt + last);
        for (int i = 0; i < last; i += LANES) {
          relu(load(src, srcAt + i)).intoArray(dst, dstAt + i);
        }
        relu(tail).intoArray(dst, dstAt + last);
      }
      case LEAKY_RELU -> {
        float slope = activation.a();
        int last = n - LANES;
        FloatVector tail = load(src, srcAt + last);
        for (int i = 0; i < last; i += LANES) {
          leakyRelu(load(src, srcAt + i), slope).intoArray(dst, dstAt + i);
        }
        leakyRelu(tail, slope).intoArray(dst, dstAt + last);
      }
      case CLIP -> {
        float least = activation.a();
        float most = activation.b();
        int last = n - LANES;
        FloatVector tail = load(src, srcAt + last);
        for (int i = 0; i < last; i += LANES) {
          VectorMath.clip(load(src, srcAt + i), least, most).intoArray(dst, dstAt + i);
        }
        VectorMath.clip(tail, least, most).intoArray(dst, dstAt + last);
      }
      case SIGMOID -> {
        VectorLogistic.sigmoid(src, srcAt, dst, dstAt, whole);
        scalar.activate(activation, src, srcAt + whole, dst, dstAt + whole, n - whole);
      }
      case MISH -> {
        mish(src, srcAt, dst, dstAt, whole);
        scalar.activate(activation, src, srcAt + whole, dst, dstAt + whole, n - whole);
      }
      case SWISH -> swish(src, srcAt, dst, dstAt, n);
      case HARD_SWISH -> hardSwish(activation.a(), activation.b(), src, srcAt, dst, dstAt, n);
    }
  }

  private static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector leakyRelu(FloatVector x, float slope) {
    return x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f));
  }

  private static void mish(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      VectorMath.mish(load(src, srcAt + i)).intoArray(dst, dstAt + i);
    }
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
    return between(x, x.mul(x.mul(a).add(b)), lower, upper);
  }

  /** y where x lies between two bounds; 0 below and x above. */
  private static FloatVector between(FloatVector x, FloatVector y, float lower, float upper) {
    return y.blend(0f, x.compare(VectorOperators.LT, lower))
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
    int whole = n - n % LANES;
    VectorLogistic.swish(src, srcAt, dst, dstAt, whole);
    scalar.swish(src, srcAt + whole, dst, dstAt + whole, n - whole);
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
