package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponential functions of a whole vector, within 2 ulp or so of the exact value over all floats.
 *
 * <p>They are polynomials because {@code lanewise(EXP)} is a call a lane on some JVMs and machines.
 * Coefficients are minimax fits of the functions named beside them.
 *
 * <p>No method that takes or gives a vector has more than 35 bytes of code. C2 inlines longer ones
 * only where it counts enough calls, and a vector that is passed to a method is boxed.
 */
final class VectorMath {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** 1.5·2²³: added to a small number it leaves the nearest integer in the low bits. */
  static final float ROUNDER = 12582912f;

  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts; the first has few bits, so that its multiples are exact. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = -2.12194440e-4f;

  /** Above this e^x is infinite, below the next it is 0. */
  static final float EXP_MOST = 90f;

  static final float EXP_LEAST = -105f;

  /** e^x and e^−x are normal numbers up to here. */
  static final float BOUND = 87f;

  /** (e^r − 1 − r) / r² for |r| up to ln 2 / 2. */
  static final float E0 = 0.5f;

  static final float E1 = 0.16666518f;
  static final float E2 = 0.041666206f;
  static final float E3 = 0.008368954f;
  static final float E4 = 0.00139506f;

  /** Below this e^x − 1 is that polynomial itself. */
  private static final float EXPM1_SMALL = 0.34f;

  /** (tanh x − x) / x³ as a polynomial of x² for |x| up to {@link #TANH_SMALL}. */
  private static final float T0 = -0.33333284f;

  private static final float T1 = 0.13331491f;
  private static final float T2 = -0.053743497f;
  private static final float T3 = 0.020650579f;
  private static final float T4 = -0.005717037f;
  private static final float TANH_SMALL = 0.625f;

  /** From here on tanh is 1 in a float; e^2x stays finite. */
  private static final float TANH_MOST = 10f;

  /** From here on mish is x in a float; e^x squared stays finite. */
  private static final float MISH_MOST = 20f;

  /** Shuffles that bring lane i + 8, 4, 2 and 1 to lane i, the last lanes' to the first. */
  private static final VectorShuffle<Float> BY_8 = rotation(8);

  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private VectorMath() {}

  /** e^x; subnormal results are kept. */
  static FloatVector exp(FloatVector x) {
    return clippedExp(clip(x, EXP_LEAST, EXP_MOST));
  }

  private static FloatVector clippedExp(FloatVector x) {
    FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
    return scaled(reducedExp(x, rounded), bits(rounded).sub(ROUNDER_BITS));
  }

  /** power·2^n, in two factors: n alone would leave the exponent's range at both ends. */
  private static FloatVector scaled(FloatVector power, IntVector n) {
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return power.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  /**
   * e^x for x within {@link #BOUND}, where it is normal: half the nodes of {@link #exp}. C2 stops
   * inlining at 18,000 nodes and boxes what follows, which longer functions on exp reach.
   */
  static FloatVector boundedExp(FloatVector x) {
    FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
    // The rounder's own bits leave by the shift.
    return reducedExp(x, rounded).mul(powerOfTwo(bits(rounded)));
  }

  /** e^x for x up to 0; 0 where it is not normal. */
  static FloatVector negativeExp(FloatVector x) {
    VectorMask<Float> vanishes = x.compare(VectorOperators.LT, -BOUND);
    return boundedExp(x.blend(-BOUND, vanishes)).blend(0f, vanishes);
  }

  /** What is left of x after n·ln 2, n + ROUNDER given. */
  private static FloatVector remainder(FloatVector x, FloatVector rounded) {
    FloatVector n = rounded.sub(ROUNDER);
    return n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), x));
  }

  /** e^r for what is left of x. */
  private static FloatVector reducedExp(FloatVector x, FloatVector rounded) {
    return reducedExpm1(remainder(x, rounded)).add(1f);
  }

  /** e^r − 1 for |r| up to ln 2 / 2. */
  private static FloatVector reducedExpm1(FloatVector r) {
    FloatVector q = higherTerms(r).fma(r, broadcast(E1)).fma(r, broadcast(E0));
    return q.fma(r.mul(r), r);
  }

  private static FloatVector higherTerms(FloatVector r) {
    return r.fma(broadcast(E4), broadcast(E3)).fma(r, broadcast(E2));
  }

  /** e^x − 1, near 0 without the loss of the subtraction. */
  static FloatVector expm1(FloatVector x) {
    return exp(x).sub(1f).blend(reducedExpm1(x), x.abs().compare(VectorOperators.LT, EXPM1_SMALL));
  }

  /** e^x − 1 for negative x, as {@link #expm1}; others give anything. */
  static FloatVector negativeExpm1(FloatVector x) {
    return boundedExpm1(x.blend(-BOUND, x.compare(VectorOperators.LT, -BOUND)));
  }

  private static FloatVector boundedExpm1(FloatVector x) {
    FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
    return scaledExpm1(remainder(x, rounded), powerOfTwo(bits(rounded)));
  }

  private static FloatVector scaledExpm1(FloatVector r, FloatVector power) {
    return reducedExpm1(r).fma(power, power.sub(1f));
  }

  /** x·tanh(ln(1 + e^x)), which is x·n / (n + 2) with n = e^x·(e^x + 2). */
  static FloatVector mish(FloatVector x) {
    FloatVector power = exp(x.blend(MISH_MOST, x.compare(VectorOperators.GT, MISH_MOST)));
    return mish(x, power.mul(power.add(2f)));
  }

  private static FloatVector mish(FloatVector x, FloatVector n) {
    return x.mul(n.div(n.add(2f)));
  }

  /** tanh x. */
  static FloatVector tanh(FloatVector x) {
    FloatVector square = x.mul(x);
    return largeTanh(clip(x, -TANH_MOST, TANH_MOST)).blend(smallTanh(x, square), isSmall(square));
  }

  private static VectorMask<Float> isSmall(FloatVector square) {
    return square.compare(VectorOperators.LT, TANH_SMALL * TANH_SMALL);
  }

  private static FloatVector smallTanh(FloatVector x, FloatVector square) {
    return lowerTerms(upperTerms(square), square).mul(square).fma(x, x);
  }

  private static FloatVector upperTerms(FloatVector square) {
    return square.fma(broadcast(T4), broadcast(T3)).fma(square, broadcast(T2));
  }

  private static FloatVector lowerTerms(FloatVector p, FloatVector square) {
    return p.fma(square, broadcast(T1)).fma(square, broadcast(T0));
  }

  /** By the sign of x itself: 1 − 2 / (e^2x + 1) holds on both sides of 0. */
  private static FloatVector largeTanh(FloatVector x) {
    return broadcast(1f).sub(broadcast(2f).div(boundedExp(x.add(x)).add(1f)));
  }

  /** x held between two bounds; NaN stays. */
  static FloatVector clip(FloatVector x, float least, float most) {
    // Not lanewise MAX and MIN: Java's rules for NaN and −0 make them several instructions.
    FloatVector raised = x.blend(least, x.compare(VectorOperators.LT, least));
    return raised.blend(most, raised.compare(VectorOperators.GT, most));
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static IntVector bits(FloatVector x) {
    return INT_TYPE.cast(x.reinterpretAsInts());
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return TYPE.cast(n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
  }

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + lanes) % LANES);
  }

  /**
   * The sum of all lanes, by halves. The order of {@code reduceLanes} is left open, and differs
   * between the interpreter and C2: a table would then depend on when a method was compiled.
   */
  static float sum(FloatVector lanes) {
    return LANES > 16 ? sum(lanes.toArray()) : sumOfSixteen(lanes);
  }

  private static float sumOfSixteen(FloatVector lanes) {
    return sumOfEight(LANES == 16 ? folded(lanes, BY_8) : lanes);
  }

  private static float sumOfEight(FloatVector lanes) {
    return sumOfFour(LANES >= 8 ? folded(lanes, BY_4) : lanes);
  }

  private static float sumOfFour(FloatVector lanes) {
    return folded(LANES >= 4 ? folded(lanes, BY_2) : lanes, BY_1).lane(0);
  }

  private static FloatVector folded(FloatVector lanes, VectorShuffle<Float> by) {
    return lanes.add(lanes.rearrange(by));
  }

  private static float sum(float[] lanes) {
    float total = 0f;
    for (float lane : lanes) {
      total += lane;
    }
    return total;
  }
}
