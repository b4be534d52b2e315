package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of int8 values summed in lanes of 16 bits, for four rows of weights and up to two
 * vectors of {@link ColumnPairs}, widened to 32 bits before they could overflow.
 *
 * <p>A lane of 32 bits holds two sums of 16. Its whole is added to {@code sum}, its upper half to
 * {@code upper}; what the upper sums contributed to {@code sum} is taken away at the end. The lower
 * sum must not borrow from the upper one, so it starts at 2¹⁵ and never falls below zero.
 *
 * <p>Sums are locals of one method, and arguments of what adds to them, not receivers; where they
 * must be receivers they are cast first: C2 turns a vector method into an instruction where it
 * knows the receiver's exact class, which it does not for what a loop carries. See ADR 7.
 */
final class PairTile {

  /** Rows of weights. */
  static final int ROWS = 4;

  /** Columns in a vector. */
  static final int COLUMNS = 2 * LANES;

  /** Vectors of a full tile. */
  static final int VECTORS = 2;

  private static final int LOWER_START = 1 << 15;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** See {@link Tile#INT_TYPE}. */
  @SuppressWarnings("unchecked")
  private static final Class<ShortVector> SHORT_TYPE =
      (Class<ShortVector>) (Class<?>) SPECIES.withLanes(short.class).vectorType();

  private PairTile() {}

  /**
   * C = A·B.
   *
   * @param vectors of columns, 1 or 2
   * @param ends the step after each run of steps whose sums fit 16 bits
   * @param a four weights a step from aAt on, each in both halves of an int
   * @param b pairs of columns
   * @param bSteps where each step's first element lies from bAt
   * @param apart elements from a step's first vector to its second
   * @param c four rows of the vectors' columns, one after the other
   */
  static void multiply(
      int vectors,
      int[] ends,
      int[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      int apart,
      float[] c) {
    if (vectors == 1) {
      by1(ends, a, aAt, b, bAt, bSteps, c);
    } else {
      by2(ends, a, aAt, b, bAt, bSteps, apart, c);
    }
  }

  private static void by1(
      int[] ends, int[] a, int aAt, float[] b, int bAt, int[] bSteps, float[] c) {
    IntVector zero = IntVector.zero(INTS);
    ShortVector start =
        SHORT_TYPE.cast(IntVector.broadcast(INTS, LOWER_START).reinterpretAsShorts());
    IntVector sum0x0 = zero;
    IntVector upper0x0 = zero;
    IntVector sum1x0 = zero;
    IntVector upper1x0 = zero;
    IntVector sum2x0 = zero;
    IntVector upper2x0 = zero;
    IntVector sum3x0 = zero;
    IntVector upper3x0 = zero;
    int i = aAt;
    int p = 0;
    for (int end : ends) {
      ShortVector s0x0 = start;
      ShortVector s1x0 = start;
      ShortVector s2x0 = start;
      ShortVector s3x0 = start;
      for (long left = (long) end - p; left > 0; left--) {
        int j = bAt + bSteps[p];
        ShortVector b0 =
            SHORT_TYPE.cast(FloatVector.fromArray(SPECIES, b, j).reinterpretAsShorts());
        ShortVector a0 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i]).reinterpretAsShorts());
        s0x0 = b0.mul(a0).add(s0x0);
        ShortVector a1 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 1]).reinterpretAsShorts());
        s1x0 = b0.mul(a1).add(s1x0);
        ShortVector a2 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 2]).reinterpretAsShorts());
        s2x0 = b0.mul(a2).add(s2x0);
        ShortVector a3 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 3]).reinterpretAsShorts());
        s3x0 = b0.mul(a3).add(s3x0);
        i += ROWS;
        p++;
      }
      IntVector w0x0 = INT_TYPE.cast(SHORT_TYPE.cast(s0x0).reinterpretAsInts());
      sum0x0 = w0x0.add(sum0x0);
      upper0x0 = w0x0.lanewise(VectorOperators.ASHR, 16).add(upper0x0);
      IntVector w1x0 = INT_TYPE.cast(SHORT_TYPE.cast(s1x0).reinterpretAsInts());
      sum1x0 = w1x0.add(sum1x0);
      upper1x0 = w1x0.lanewise(VectorOperators.ASHR, 16).add(upper1x0);
      IntVector w2x0 = INT_TYPE.cast(SHORT_TYPE.cast(s2x0).reinterpretAsInts());
      sum2x0 = w2x0.add(sum2x0);
      upper2x0 = w2x0.lanewise(VectorOperators.ASHR, 16).add(upper2x0);
      IntVector w3x0 = INT_TYPE.cast(SHORT_TYPE.cast(s3x0).reinterpretAsInts());
      sum3x0 = w3x0.add(sum3x0);
      upper3x0 = w3x0.lanewise(VectorOperators.ASHR, 16).add(upper3x0);
    }
    int lowerStarts = ends.length * LOWER_START;
    IntVector high0x0 = INT_TYPE.cast(upper0x0);
    IntVector low0x0 =
        INT_TYPE.cast(sum0x0).sub(high0x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low0x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 0);
    TYPE.cast(high0x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, LANES);
    IntVector high1x0 = INT_TYPE.cast(upper1x0);
    IntVector low1x0 =
        INT_TYPE.cast(sum1x0).sub(high1x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low1x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 2 * LANES);
    TYPE.cast(high1x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 3 * LANES);
    IntVector high2x0 = INT_TYPE.cast(upper2x0);
    IntVector low2x0 =
        INT_TYPE.cast(sum2x0).sub(high2x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low2x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 4 * LANES);
    TYPE.cast(high2x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 5 * LANES);
    IntVector high3x0 = INT_TYPE.cast(upper3x0);
    IntVector low3x0 =
        INT_TYPE.cast(sum3x0).sub(high3x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low3x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 6 * LANES);
    TYPE.cast(high3x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 7 * LANES);
  }

  private static void by2(
      int[] ends, int[] a, int aAt, float[] b, int bAt, int[] bSteps, int apart, float[] c) {
    IntVector zero = IntVector.zero(INTS);
    ShortVector start =
        SHORT_TYPE.cast(IntVector.broadcast(INTS, LOWER_START).reinterpretAsShorts());
    IntVector sum0x0 = zero;
    IntVector upper0x0 = zero;
    IntVector sum0x1 = zero;
    IntVector upper0x1 = zero;
    IntVector sum1x0 = zero;
    IntVector upper1x0 = zero;
    IntVector sum1x1 = zero;
    IntVector upper1x1 = zero;
    IntVector sum2x0 = zero;
    IntVector upper2x0 = zero;
    IntVector sum2x1 = zero;
    IntVector upper2x1 = zero;
    IntVector sum3x0 = zero;
    IntVector upper3x0 = zero;
    IntVector sum3x1 = zero;
    IntVector upper3x1 = zero;
    int i = aAt;
    int p = 0;
    for (int end : ends) {
      ShortVector s0x0 = start;
      ShortVector s0x1 = start;
      ShortVector s1x0 = start;
      ShortVector s1x1 = start;
      ShortVector s2x0 = start;
      ShortVector s2x1 = start;
      ShortVector s3x0 = start;
      ShortVector s3x1 = start;
      for (long left = (long) end - p; left > 0; left--) {
        int j = bAt + bSteps[p];
        ShortVector b0 =
            SHORT_TYPE.cast(FloatVector.fromArray(SPECIES, b, j).reinterpretAsShorts());
        ShortVector b1 =
            SHORT_TYPE.cast(FloatVector.fromArray(SPECIES, b, j + apart).reinterpretAsShorts());
        ShortVector a0 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i]).reinterpretAsShorts());
        s0x0 = b0.mul(a0).add(s0x0);
        s0x1 = b1.mul(a0).add(s0x1);
        ShortVector a1 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 1]).reinterpretAsShorts());
        s1x0 = b0.mul(a1).add(s1x0);
        s1x1 = b1.mul(a1).add(s1x1);
        ShortVector a2 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 2]).reinterpretAsShorts());
        s2x0 = b0.mul(a2).add(s2x0);
        s2x1 = b1.mul(a2).add(s2x1);
        ShortVector a3 = SHORT_TYPE.cast(IntVector.broadcast(INTS, a[i + 3]).reinterpretAsShorts());
        s3x0 = b0.mul(a3).add(s3x0);
        s3x1 = b1.mul(a3).add(s3x1);
        i += ROWS;
        p++;
      }
      IntVector w0x0 = INT_TYPE.cast(SHORT_TYPE.cast(s0x0).reinterpretAsInts());
      sum0x0 = w0x0.add(sum0x0);
      upper0x0 = w0x0.lanewise(VectorOperators.ASHR, 16).add(upper0x0);
      IntVector w0x1 = INT_TYPE.cast(SHORT_TYPE.cast(s0x1).reinterpretAsInts());
      sum0x1 = w0x1.add(sum0x1);
      upper0x1 = w0x1.lanewise(VectorOperators.ASHR, 16).add(upper0x1);
      IntVector w1x0 = INT_TYPE.cast(SHORT_TYPE.cast(s1x0).reinterpretAsInts());
      sum1x0 = w1x0.add(sum1x0);
      upper1x0 = w1x0.lanewise(VectorOperators.ASHR, 16).add(upper1x0);
      IntVector w1x1 = INT_TYPE.cast(SHORT_TYPE.cast(s1x1).reinterpretAsInts());
      sum1x1 = w1x1.add(sum1x1);
      upper1x1 = w1x1.lanewise(VectorOperators.ASHR, 16).add(upper1x1);
      IntVector w2x0 = INT_TYPE.cast(SHORT_TYPE.cast(s2x0).reinterpretAsInts());
      sum2x0 = w2x0.add(sum2x0);
      upper2x0 = w2x0.lanewise(VectorOperators.ASHR, 16).add(upper2x0);
      IntVector w2x1 = INT_TYPE.cast(SHORT_TYPE.cast(s2x1).reinterpretAsInts());
      sum2x1 = w2x1.add(sum2x1);
      upper2x1 = w2x1.lanewise(VectorOperators.ASHR, 16).add(upper2x1);
      IntVector w3x0 = INT_TYPE.cast(SHORT_TYPE.cast(s3x0).reinterpretAsInts());
      sum3x0 = w3x0.add(sum3x0);
      upper3x0 = w3x0.lanewise(VectorOperators.ASHR, 16).add(upper3x0);
      IntVector w3x1 = INT_TYPE.cast(SHORT_TYPE.cast(s3x1).reinterpretAsInts());
      sum3x1 = w3x1.add(sum3x1);
      upper3x1 = w3x1.lanewise(VectorOperators.ASHR, 16).add(upper3x1);
    }
    int lowerStarts = ends.length * LOWER_START;
    IntVector high0x0 = INT_TYPE.cast(upper0x0);
    IntVector low0x0 =
        INT_TYPE.cast(sum0x0).sub(high0x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low0x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 0);
    TYPE.cast(high0x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, LANES);
    IntVector high0x1 = INT_TYPE.cast(upper0x1);
    IntVector low0x1 =
        INT_TYPE.cast(sum0x1).sub(high0x1.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low0x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 2 * LANES);
    TYPE.cast(high0x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 3 * LANES);
    IntVector high1x0 = INT_TYPE.cast(upper1x0);
    IntVector low1x0 =
        INT_TYPE.cast(sum1x0).sub(high1x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low1x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 4 * LANES);
    TYPE.cast(high1x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 5 * LANES);
    IntVector high1x1 = INT_TYPE.cast(upper1x1);
    IntVector low1x1 =
        INT_TYPE.cast(sum1x1).sub(high1x1.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low1x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 6 * LANES);
    TYPE.cast(high1x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 7 * LANES);
    IntVector high2x0 = INT_TYPE.cast(upper2x0);
    IntVector low2x0 =
        INT_TYPE.cast(sum2x0).sub(high2x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low2x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 8 * LANES);
    TYPE.cast(high2x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 9 * LANES);
    IntVector high2x1 = INT_TYPE.cast(upper2x1);
    IntVector low2x1 =
        INT_TYPE.cast(sum2x1).sub(high2x1.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low2x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 10 * LANES);
    TYPE.cast(high2x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 11 * LANES);
    IntVector high3x0 = INT_TYPE.cast(upper3x0);
    IntVector low3x0 =
        INT_TYPE.cast(sum3x0).sub(high3x0.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low3x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 12 * LANES);
    TYPE.cast(high3x0.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 13 * LANES);
    IntVector high3x1 = INT_TYPE.cast(upper3x1);
    IntVector low3x1 =
        INT_TYPE.cast(sum3x1).sub(high3x1.lanewise(VectorOperators.LSHL, 16)).sub(lowerStarts);
    TYPE.cast(low3x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 14 * LANES);
    TYPE.cast(high3x1.convertShape(VectorOperators.I2F, SPECIES, 0)).intoArray(c, 15 * LANES);
  }
}
