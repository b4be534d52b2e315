package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.VectorMath.LANES;
import static dev.vernier.engine.kernel.vector.VectorMath.SPECIES;

import dev.vernier.engine.kernel.scalar.ScalarUnary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Sigmoid and swish of whole vectors. */
final class VectorLogistic {

  private VectorLogistic() {}

  /** 1 / (1 + e^−x), x clipped as ncnn clips it, of n elements, a multiple of the lanes. */
  static void sigmoid(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    float limit = ScalarUnary.SIGMOID_LIMIT;
    quotient(false, -limit, limit, src, srcAt, dst, dstAt, n);
  }

  /** x / (1 + e^−x) of n elements, a multiple of the lanes. */
  static void swish(float[] src, int srcAt, float[] dst, int dstAt, int n) {
    quotient(true, VectorMath.EXP_LEAST, VectorMath.EXP_MOST, src, srcAt, dst, dstAt, n);
  }

  /**
   * x / (1 + e^y) or 1 / (1 + e^y), y = −x held between two bounds. The exponential is that of
   * {@link VectorMath#exp}, written out to make this longer than the 325 bytes of code that C2
   * inlines: beside other functions in one method it passed 18,000 nodes, and what comes after them
   * is boxed (up to 20 MB an inference, in one JVM of two).
   */
  private static void quotient(
      boolean times,
      float least,
      float most,
      float[] src,
      int srcAt,
      float[] dst,
      int dstAt,
      int n) {
    VectorMask<Float> all = SPECIES.maskAll(times);
    FloatVector one = VectorMath.broadcast(1f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, src, srcAt + i);
      FloatVector y = x.neg();
      FloatVector raised = y.blend(least, y.compare(VectorOperators.LT, least));
      FloatVector held = raised.blend(most, raised.compare(VectorOperators.GT, most));
      FloatVector rounded = held.mul(VectorMath.LOG2_E).add(VectorMath.ROUNDER);
      FloatVector count = rounded.sub(VectorMath.ROUNDER);
      FloatVector high = count.fma(VectorMath.broadcast(-VectorMath.LN2_HIGH), held);
      FloatVector r = count.fma(VectorMath.broadcast(-VectorMath.LN2_LOW), high);
      FloatVector q =
          r.fma(VectorMath.broadcast(VectorMath.E4), VectorMath.broadcast(VectorMath.E3))
              .fma(r, VectorMath.broadcast(VectorMath.E2))
              .fma(r, VectorMath.broadcast(VectorMath.E1))
              .fma(r, VectorMath.broadcast(VectorMath.E0));
      FloatVector power = q.fma(r.mul(r), r).add(1f);
      IntVector whole = INT_TYPE.cast(rounded.reinterpretAsInts()).sub(VectorMath.ROUNDER_BITS);
      IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = whole.sub(half);
      FloatVector first =
          TYPE.cast(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      FloatVector second =
          TYPE.cast(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      FloatVector sum = power.mul(first).mul(second).add(1f);
      one.blend(x, all).div(sum).intoArray(dst, dstAt + i);
    }
  }
}
