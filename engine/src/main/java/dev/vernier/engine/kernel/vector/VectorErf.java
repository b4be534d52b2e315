package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.VectorMath.BOUND;
import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;
import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import dev.vernier.engine.kernel.scalar.ScalarMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The error function of a whole vector and GELU, made as the functions of {@link VectorMath}. */
final class VectorErf {

  private static final float ROOT_HALF = 0.70710678f;

  /** (erf x − x) / x as a polynomial of x² for |x| up to {@link #ERF_SMALL}. */
  private static final float S0 = 0.12837916f;

  private static final float S1 = -0.37612532f;
  private static final float S2 = 0.1128223f;
  private static final float S3 = -0.02678196f;
  private static final float S4 = 0.00501623f;
  private static final float S5 = -6.1113e-4f;
  private static final float ERF_SMALL = 0.9f;

  /** ln(1 − erf t) / t for t from {@link #ERF_SMALL} to {@link #ERF_MOST}. */
  private static final float C0 = -1.1285166f;

  private static final float C1 = -0.63571125f;
  private static final float C2 = -0.1052705f;
  private static final float C3 = 0.022895124f;
  private static final float C4 = -0.0032164512f;
  private static final float C5 = 2.1415382e-4f;

  /** From here on the error function is 1 in a float. */
  private static final float ERF_MOST = 4f;

  private VectorErf() {}

  /** The error function, to 2e-7. */
  static FloatVector erf(FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(broadcast(S5), broadcast(S4));
    p = p.fma(square, broadcast(S3));
    p = p.fma(square, broadcast(S2));
    p = p.fma(square, broadcast(S1));
    p = p.fma(square, broadcast(S0));
    FloatVector small = p.fma(x, x);
    FloatVector t = x.abs();
    t = t.blend(ERF_MOST, t.compare(VectorOperators.GT, ERF_MOST));
    FloatVector q = t.fma(broadcast(C5), broadcast(C4));
    q = q.fma(t, broadcast(C3));
    q = q.fma(t, broadcast(C2));
    q = q.fma(t, broadcast(C1));
    q = q.fma(t, broadcast(C0));
    FloatVector size = broadcast(1f).sub(VectorMath.boundedExp(q.mul(t)));
    FloatVector large = size.blend(size.neg(), x.compare(VectorOperators.LT, 0f));
    return large.blend(small, square.compare(VectorOperators.LT, ERF_SMALL * ERF_SMALL));
  }

  /** x·Φ(x), Φ the standard normal distribution. */
  static FloatVector gelu(FloatVector x) {
    return erf(x.mul(ROOT_HALF)).add(1f).mul(x.mul(0.5f));
  }

  /**
   * x·Φ(x), Φ through tanh, of n elements, a multiple of the lanes: (1 + tanh u) / 2 is 1 / (1 +
   * e^−2u). The exponential is {@link VectorMath#boundedExp} written out: see {@link
   * VectorNorm#softmax}.
   */
  static void geluTanh(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, src, srcAt + i);
      FloatVector u = x.mul(x).mul(ScalarMath.GELU_CUBE).add(1f).mul(x);
      FloatVector y = u.mul(-2 * ScalarMath.GELU_SCALE);
      FloatVector raised = y.blend(-BOUND, y.compare(VectorOperators.LT, -BOUND));
      VectorMask<Float> overflows = raised.compare(VectorOperators.GT, BOUND);
      FloatVector held = raised.blend(BOUND, overflows);
      FloatVector rounded = held.mul(VectorMath.LOG2_E).add(VectorMath.ROUNDER);
      FloatVector count = rounded.sub(VectorMath.ROUNDER);
      FloatVector high = count.fma(broadcast(-VectorMath.LN2_HIGH), held);
      FloatVector r = count.fma(broadcast(-VectorMath.LN2_LOW), high);
      FloatVector q =
          r.fma(broadcast(VectorMath.E4), broadcast(VectorMath.E3))
              .fma(r, broadcast(VectorMath.E2))
              .fma(r, broadcast(VectorMath.E1))
              .fma(r, broadcast(VectorMath.E0));
      IntVector bits = INT_TYPE.cast(rounded.reinterpretAsInts()).add(127);
      FloatVector scale = TYPE.cast(bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      FloatVector power = q.fma(r.mul(r), r).add(1f).mul(scale);
      x.div(power.add(1f).blend(Float.POSITIVE_INFINITY, overflows)).intoArray(dst, dstAt + i);
    }
  }
}
