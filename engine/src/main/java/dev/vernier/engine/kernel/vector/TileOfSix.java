package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * F(6, 3): tiles of 8 x 8 elements, six apart (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", points 0, ±1, ±2, ±1/2 and infinity).
 */
final class TileOfSix implements TileTransform {
  private static final int IN = 8;
  private static final int OUT = 6;

  @Override
  public int out() {
    return OUT;
  }

  @Override
  public void in(float[] src, int at, int row, float[] work, float[] v, int vAt, int step) {
    in(src, at, LANES, row, work, 0, LANES, IN * LANES);
    in(work, 0, IN * LANES, LANES, v, vAt, IN * step, step);
  }

  /**
   * Bᵀ times eight columns.
   *
   * @param next elements from one column to the next
   * @param d elements from one element of a column to the next
   */
  private static void in(
      float[] src, int at, int next, int d, float[] dst, int to, int toNext, int toD) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector fourth = FloatVector.broadcast(SPECIES, -4.25f);
    FloatVector fifth = FloatVector.broadcast(SPECIES, 5.25f);
    FloatVector small = FloatVector.broadcast(SPECIES, -1.25f);
    FloatVector middle = FloatVector.broadcast(SPECIES, -2.5f);
    int from = at;
    int first = to;
    for (int x = 0; x < IN; x++) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, src, from);
      FloatVector d1 = FloatVector.fromArray(SPECIES, src, from + d);
      FloatVector d2 = FloatVector.fromArray(SPECIES, src, from + 2 * d);
      FloatVector d3 = FloatVector.fromArray(SPECIES, src, from + 3 * d);
      FloatVector d4 = FloatVector.fromArray(SPECIES, src, from + 4 * d);
      FloatVector d5 = FloatVector.fromArray(SPECIES, src, from + 5 * d);
      FloatVector d6 = FloatVector.fromArray(SPECIES, src, from + 6 * d);
      FloatVector d7 = FloatVector.fromArray(SPECIES, src, from + 7 * d);
      d4.sub(d2).fma(fifth, d0.sub(d6)).intoArray(dst, first);
      FloatVector even = d4.fma(fourth, d2.add(d6));
      FloatVector odd = d3.fma(fourth, d1.add(d5));
      even.add(odd).intoArray(dst, first + toD);
      even.sub(odd).intoArray(dst, first + 2 * toD);
      FloatVector evenTwo = d4.fma(small, d2.fma(quarter, d6));
      FloatVector oddTwo = d3.fma(middle, d1.fma(half, d5.add(d5)));
      evenTwo.add(oddTwo).intoArray(dst, first + 3 * toD);
      evenTwo.sub(oddTwo).intoArray(dst, first + 4 * toD);
      FloatVector evenHalf = d4.fma(small, d2).fma(FloatVector.broadcast(SPECIES, 4f), d6);
      FloatVector oddHalf = d3.fma(middle, d5.fma(half, d1.add(d1)));
      evenHalf.add(oddHalf).intoArray(dst, first + 5 * toD);
      evenHalf.sub(oddHalf).intoArray(dst, first + 6 * toD);
      d3.sub(d5).fma(fifth, d7.sub(d1)).intoArray(dst, first + 7 * toD);
      from += next;
      first += toNext;
    }
  }

  @Override
  public void out(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row) {
    out(m, mAt, step, IN * step, work, 0, LANES, IN * LANES, IN);
    out(work, 0, IN * LANES, LANES, dst, to, row, LANES, OUT);
  }

  /**
   * Aᵀ times some columns.
   *
   * @param next elements from one column to the next
   * @param d elements from one element of a column to the next
   */
  private static void out(
      float[] src, int at, int next, int d, float[] dst, int to, int toNext, int toD, int columns) {
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    FloatVector thirtyTwo = FloatVector.broadcast(SPECIES, 32f);
    int from = at;
    int first = to;
    for (int x = 0; x < columns; x++) {
      FloatVector m0 = FloatVector.fromArray(SPECIES, src, from);
      FloatVector m1 = FloatVector.fromArray(SPECIES, src, from + d);
      FloatVector m2 = FloatVector.fromArray(SPECIES, src, from + 2 * d);
      FloatVector m3 = FloatVector.fromArray(SPECIES, src, from + 3 * d);
      FloatVector m4 = FloatVector.fromArray(SPECIES, src, from + 4 * d);
      FloatVector m5 = FloatVector.fromArray(SPECIES, src, from + 5 * d);
      FloatVector m6 = FloatVector.fromArray(SPECIES, src, from + 6 * d);
      FloatVector m7 = FloatVector.fromArray(SPECIES, src, from + 7 * d);
      FloatVector even = m1.add(m2);
      FloatVector odd = m1.sub(m2);
      FloatVector evenTwo = m3.add(m4);
      FloatVector oddTwo = m3.sub(m4);
      FloatVector evenHalf = m5.add(m6);
      FloatVector oddHalf = m5.sub(m6);
      evenHalf.fma(thirtyTwo, m0.add(even).add(evenTwo)).intoArray(dst, first);
      oddHalf.fma(sixteen, oddTwo.fma(two, odd)).intoArray(dst, first + toD);
      evenHalf.fma(eight, evenTwo.fma(four, even)).intoArray(dst, first + 2 * toD);
      oddHalf.fma(four, oddTwo.fma(eight, odd)).intoArray(dst, first + 3 * toD);
      evenHalf.fma(two, evenTwo.fma(sixteen, even)).intoArray(dst, first + 4 * toD);
      oddHalf.add(oddTwo.fma(thirtyTwo, odd)).add(m7).intoArray(dst, first + 5 * toD);
      from += next;
      first += toNext;
    }
  }
}
