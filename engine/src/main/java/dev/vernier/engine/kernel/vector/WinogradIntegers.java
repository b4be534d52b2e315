package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;
import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link WinogradOutput} in integers modulo 2³². With weights that are whole ({@link
 * WinogradWholes}) each pass gives 24 times its result, both 576 times. That divides without a
 * remainder: by 9 through a product with its inverse, and by 64 with a shift, because the result
 * itself, a sum of int8 products within 2²⁴, leaves room for that.
 */
final class WinogradIntegers {

  /** 9 times this is 1. */
  private static final int NINTH = 0x38e38e39;

  private static final int UNITS = Float.floatToRawIntBits(VectorInt8.UNITS);

  private WinogradIntegers() {}

  /**
   * 24 · Aᵀ · m of one vector of tiles, to the front of the working memory.
   *
   * <p>All m are UNITS too large, which the sums of a row cancel but for the last term.
   */
  static void vertical(float[] m, int from, int step, float[] work) {
    for (int x = 0; x < IN; x++) {
      int at = from + x * step;
      IntVector m0 = INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at).reinterpretAsInts());
      IntVector m1 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at + IN * step).reinterpretAsInts());
      IntVector m2 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at + 2 * IN * step).reinterpretAsInts());
      IntVector m3 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at + 3 * IN * step).reinterpretAsInts());
      IntVector m4 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at + 4 * IN * step).reinterpretAsInts());
      IntVector m5 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, m, at + 5 * IN * step).reinterpretAsInts());
      IntVector even = m1.add(m2).lanewise(VectorOperators.LSHL, 2);
      IntVector odd = m1.sub(m2).lanewise(VectorOperators.LSHL, 2);
      IntVector evenTwo = m3.add(m4);
      IntVector oddTwo = m3.sub(m4).lanewise(VectorOperators.LSHL, 1);
      int to = x * LANES;
      TYPE.cast(m0.mul(6).sub(even).add(evenTwo).reinterpretAsFloats()).intoArray(work, to);
      TYPE.cast(oddTwo.sub(odd).reinterpretAsFloats()).intoArray(work, to + IN * LANES);
      TYPE.cast(evenTwo.lanewise(VectorOperators.LSHL, 2).sub(even).reinterpretAsFloats())
          .intoArray(work, to + 2 * IN * LANES);
      TYPE.cast(
              oddTwo
                  .lanewise(VectorOperators.LSHL, 2)
                  .sub(odd)
                  .add(m5.sub(UNITS).mul(24))
                  .reinterpretAsFloats())
          .intoArray(work, to + 3 * IN * LANES);
    }
  }

  /** The front of the working memory times A, divided by 24², as floats. */
  static void horizontal(float[] work, int to, int plane) {
    for (int y = 0; y < OUT; y++) {
      int at = y * IN * LANES;
      IntVector m0 = INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at).reinterpretAsInts());
      IntVector m1 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at + LANES).reinterpretAsInts());
      IntVector m2 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at + 2 * LANES).reinterpretAsInts());
      IntVector m3 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at + 3 * LANES).reinterpretAsInts());
      IntVector m4 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at + 4 * LANES).reinterpretAsInts());
      IntVector m5 =
          INT_TYPE.cast(FloatVector.fromArray(SPECIES, work, at + 5 * LANES).reinterpretAsInts());
      IntVector even = m1.add(m2).lanewise(VectorOperators.LSHL, 2);
      IntVector odd = m1.sub(m2).lanewise(VectorOperators.LSHL, 2);
      IntVector evenTwo = m3.add(m4);
      IntVector oddTwo = m3.sub(m4).lanewise(VectorOperators.LSHL, 1);
      int row = to + y * OUT * plane;
      IntVector sum0 = m0.mul(6).sub(even).add(evenTwo);
      IntVector sum1 = oddTwo.sub(odd);
      IntVector sum2 = evenTwo.lanewise(VectorOperators.LSHL, 2).sub(even);
      IntVector sum3 = oddTwo.lanewise(VectorOperators.LSHL, 2).sub(odd).add(m5.mul(24));
      IntVector out0 = sum0.mul(NINTH).lanewise(VectorOperators.ASHR, 6);
      TYPE.cast(out0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(work, row);
      IntVector out1 = sum1.mul(NINTH).lanewise(VectorOperators.ASHR, 6);
      TYPE.cast(out1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(work, row + plane);
      IntVector out2 = sum2.mul(NINTH).lanewise(VectorOperators.ASHR, 6);
      TYPE.cast(out2.convertShape(VectorOperators.I2F, SPECIES, 0))
          .intoArray(work, row + 2 * plane);
      IntVector out3 = sum3.mul(NINTH).lanewise(VectorOperators.ASHR, 6);
      TYPE.cast(out3.convertShape(VectorOperators.I2F, SPECIES, 0))
          .intoArray(work, row + 3 * plane);
    }
  }
}
