package dev.vernier.benchmarks;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of four rows by two vectors in lanes of 16 bits: products are added up in shorts as far as
 * they fit, then widened into sums of 32 bits.
 */
final class ShortLanes {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();

  /** Rows of the tile. */
  static final int ROWS = 4;

  /** Columns of the tile. */
  static final int COLUMNS = 2 * LANES;

  private ShortLanes() {}

  /**
   * Multiplies.
   *
   * @param a k steps of {@link #ROWS} weights, each twice in an int
   * @param b k rows of {@link #COLUMNS} elements
   * @param run products that fit a short; k is a multiple of it
   * @param c for each row and vector, sums of even and of odd columns
   */
  static void multiply(int k, int run, int[] a, int aAt, short[] b, int[] c) {
    IntVector even00 = IntVector.zero(INTS);
    IntVector even01 = IntVector.zero(INTS);
    IntVector even10 = IntVector.zero(INTS);
    IntVector even11 = IntVector.zero(INTS);
    IntVector even20 = IntVector.zero(INTS);
    IntVector even21 = IntVector.zero(INTS);
    IntVector even30 = IntVector.zero(INTS);
    IntVector even31 = IntVector.zero(INTS);
    IntVector odd00 = IntVector.zero(INTS);
    IntVector odd01 = IntVector.zero(INTS);
    IntVector odd10 = IntVector.zero(INTS);
    IntVector odd11 = IntVector.zero(INTS);
    IntVector odd20 = IntVector.zero(INTS);
    IntVector odd21 = IntVector.zero(INTS);
    IntVector odd30 = IntVector.zero(INTS);
    IntVector odd31 = IntVector.zero(INTS);
    int i = aAt;
    int j = 0;
    for (int from = 0; from < k; from += run) {
      ShortVector s00 = ShortVector.zero(SHORTS);
      ShortVector s01 = ShortVector.zero(SHORTS);
      ShortVector s10 = ShortVector.zero(SHORTS);
      ShortVector s11 = ShortVector.zero(SHORTS);
      ShortVector s20 = ShortVector.zero(SHORTS);
      ShortVector s21 = ShortVector.zero(SHORTS);
      ShortVector s30 = ShortVector.zero(SHORTS);
      ShortVector s31 = ShortVector.zero(SHORTS);
      for (int p = 0; p < run; p++) {
        ShortVector b0 = ShortVector.fromArray(SHORTS, b, j);
        ShortVector b1 = ShortVector.fromArray(SHORTS, b, j + LANES);
        ShortVector a0 = IntVector.broadcast(INTS, a[i]).reinterpretAsShorts();
        s00 = s00.add(b0.mul(a0));
        s01 = s01.add(b1.mul(a0));
        ShortVector a1 = IntVector.broadcast(INTS, a[i + 1]).reinterpretAsShorts();
        s10 = s10.add(b0.mul(a1));
        s11 = s11.add(b1.mul(a1));
        ShortVector a2 = IntVector.broadcast(INTS, a[i + 2]).reinterpretAsShorts();
        s20 = s20.add(b0.mul(a2));
        s21 = s21.add(b1.mul(a2));
        ShortVector a3 = IntVector.broadcast(INTS, a[i + 3]).reinterpretAsShorts();
        s30 = s30.add(b0.mul(a3));
        s31 = s31.add(b1.mul(a3));
        i += ROWS;
        j += COLUMNS;
      }
      IntVector w00 = s00.reinterpretAsInts();
      even00 =
          even00.add(w00.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd00 = odd00.add(w00.lanewise(VectorOperators.ASHR, 16));
      IntVector w01 = s01.reinterpretAsInts();
      even01 =
          even01.add(w01.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd01 = odd01.add(w01.lanewise(VectorOperators.ASHR, 16));
      IntVector w10 = s10.reinterpretAsInts();
      even10 =
          even10.add(w10.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd10 = odd10.add(w10.lanewise(VectorOperators.ASHR, 16));
      IntVector w11 = s11.reinterpretAsInts();
      even11 =
          even11.add(w11.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd11 = odd11.add(w11.lanewise(VectorOperators.ASHR, 16));
      IntVector w20 = s20.reinterpretAsInts();
      even20 =
          even20.add(w20.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd20 = odd20.add(w20.lanewise(VectorOperators.ASHR, 16));
      IntVector w21 = s21.reinterpretAsInts();
      even21 =
          even21.add(w21.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd21 = odd21.add(w21.lanewise(VectorOperators.ASHR, 16));
      IntVector w30 = s30.reinterpretAsInts();
      even30 =
          even30.add(w30.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd30 = odd30.add(w30.lanewise(VectorOperators.ASHR, 16));
      IntVector w31 = s31.reinterpretAsInts();
      even31 =
          even31.add(w31.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd31 = odd31.add(w31.lanewise(VectorOperators.ASHR, 16));
    }
    even00.intoArray(c, 0 * LANES);
    odd00.intoArray(c, 0 * LANES + INTS.length());
    even01.intoArray(c, 1 * LANES);
    odd01.intoArray(c, 1 * LANES + INTS.length());
    even10.intoArray(c, 2 * LANES);
    odd10.intoArray(c, 2 * LANES + INTS.length());
    even11.intoArray(c, 3 * LANES);
    odd11.intoArray(c, 3 * LANES + INTS.length());
    even20.intoArray(c, 4 * LANES);
    odd20.intoArray(c, 4 * LANES + INTS.length());
    even21.intoArray(c, 5 * LANES);
    odd21.intoArray(c, 5 * LANES + INTS.length());
    even30.intoArray(c, 6 * LANES);
    odd30.intoArray(c, 6 * LANES + INTS.length());
    even31.intoArray(c, 7 * LANES);
    odd31.intoArray(c, 7 * LANES + INTS.length());
  }
}
