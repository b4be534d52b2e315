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
      even00 = even00.add(even(s00));
      odd00 = odd00.add(odd(s00));
      even01 = even01.add(even(s01));
      odd01 = odd01.add(odd(s01));
      even10 = even10.add(even(s10));
      odd10 = odd10.add(odd(s10));
      even11 = even11.add(even(s11));
      odd11 = odd11.add(odd(s11));
      even20 = even20.add(even(s20));
      odd20 = odd20.add(odd(s20));
      even21 = even21.add(even(s21));
      odd21 = odd21.add(odd(s21));
      even30 = even30.add(even(s30));
      odd30 = odd30.add(odd(s30));
      even31 = even31.add(even(s31));
      odd31 = odd31.add(odd(s31));
    }
    store(even00, odd00, c, 0);
    store(even01, odd01, c, 1);
    store(even10, odd10, c, 2);
    store(even11, odd11, c, 3);
    store(even20, odd20, c, 4);
    store(even21, odd21, c, 5);
    store(even30, odd30, c, 6);
    store(even31, odd31, c, 7);
  }

  private static IntVector even(ShortVector sums) {
    return sums.reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, Short.SIZE)
        .lanewise(VectorOperators.ASHR, Short.SIZE);
  }

  private static IntVector odd(ShortVector sums) {
    return sums.reinterpretAsInts().lanewise(VectorOperators.ASHR, Short.SIZE);
  }

  private static void store(IntVector even, IntVector odd, int[] c, int index) {
    even.intoArray(c, index * LANES);
    odd.intoArray(c, index * LANES + INTS.length());
  }
}
