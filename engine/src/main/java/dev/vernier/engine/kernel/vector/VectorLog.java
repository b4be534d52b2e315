package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.VectorMath.BOUND;
import static dev.vernier.engine.kernel.vector.VectorMath.LN2_HIGH;
import static dev.vernier.engine.kernel.vector.VectorMath.LN2_LOW;
import static dev.vernier.engine.kernel.vector.VectorMath.ROUNDER;
import static dev.vernier.engine.kernel.vector.VectorMath.ROUNDER_BITS;
import static dev.vernier.engine.kernel.vector.VectorMath.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Logarithms of a whole vector, made as those of {@link VectorMath}. */
final class VectorLog {

  /** (ln(1 + f) − f + f² / 2) / f³ for 1 + f from √½ to √2. */
  private static final float L0 = 0.33333317f;

  private static final float L1 = -0.2500081f;
  private static final float L2 = 0.20002286f;
  private static final float L3 = -0.16624554f;
  private static final float L4 = 0.14181192f;
  private static final float L5 = -0.13128754f;
  private static final float L6 = 0.12881649f;
  private static final float L7 = -0.07859615f;

  private static final int ROOT_HALF_BITS = Float.floatToRawIntBits(0.70710678f);

  /** Makes subnormal numbers normal. */
  private static final float TWO_23 = 8388608f;

  private static final float LN_TWO_23 = 15.942385f;

  /** (artanh s / s − 1) / s² as a polynomial of s² for s up to 1/3. */
  private static final float A0 = 0.33333338f;

  private static final float A1 = 0.19999439f;
  private static final float A2 = 0.14308442f;
  private static final float A3 = 0.10713829f;
  private static final float A4 = 0.12150467f;

  private VectorLog() {}

  /** ln x; −∞ for 0, NaN below. */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector logarithm = normal(x.blend(x.mul(TWO_23), subnormal));
    return logarithm
        .blend(logarithm.sub(LN_TWO_23), subnormal)
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))
        .blend(Float.NaN, x.compare(VectorOperators.LT, 0f))
        .blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
        .blend(x, x.compare(VectorOperators.NE, x));
  }

  /** ln x for normal positive x. */
  private static FloatVector normal(FloatVector x) {
    IntVector bits = INT_TYPE.cast(x.reinterpretAsInts());
    IntVector whole = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector n = TYPE.cast(whole.add(ROUNDER_BITS).reinterpretAsFloats()).sub(ROUNDER);
    FloatVector f =
        TYPE.cast(bits.sub(whole.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats()).sub(1f);
    FloatVector p = f.fma(broadcast(L7), broadcast(L6));
    p = p.fma(f, broadcast(L5));
    p = p.fma(f, broadcast(L4));
    p = p.fma(f, broadcast(L3));
    p = p.fma(f, broadcast(L2));
    p = p.fma(f, broadcast(L1));
    p = p.fma(f, broadcast(L0));
    FloatVector square = f.mul(f);
    FloatVector rest = p.mul(f).sub(0.5f).mul(square);
    return n.fma(broadcast(LN2_HIGH), f.add(n.fma(broadcast(LN2_LOW), rest)));
  }

  /** ln(1 + e^x), of full precision where it is small; 0 below −87. */
  static FloatVector softplus(FloatVector x) {
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector size = x.blend(x.neg(), negative);
    FloatVector power =
        VectorMath.boundedExp(size.neg()).blend(0f, size.compare(VectorOperators.GT, BOUND));
    // ln(1 + u) is 2·artanh(u / (u + 2)): shorter than a logarithm, which C2 would not inline here.
    FloatVector s = power.div(power.add(2f));
    FloatVector square = s.mul(s);
    FloatVector p = square.fma(broadcast(A4), broadcast(A3));
    p = p.fma(square, broadcast(A2));
    p = p.fma(square, broadcast(A1));
    p = p.fma(square, broadcast(A0));
    FloatVector half = p.mul(square).fma(s, s);
    return x.blend(0f, negative).add(half.add(half));
  }
}
