package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Columns of int8 values, two in the 32 bits of a float: the value of a column in the lower half,
 * that of the column one vector of floats behind it in the upper one. So a vector read at any
 * element holds twice as many columns in order, the first half of them in its lower halves.
 */
final class ColumnPairs {

  private ColumnPairs() {}

  /**
   * Pairs a row of whole numbers in place. The pair at an element takes what lies one vector behind
   * it, so there must be a vector more, and what lies there counts.
   *
   * @param n elements that become pairs, rounded up to whole vectors
   */
  static void inPlace(float[] values, int at, int n) {
    for (int i = at; i < at + n; i += LANES) {
      pair(values, i, i + LANES).intoArray(values, i);
    }
  }

  /**
   * Packs rows of whole numbers, each of some double vectors, to half their length, in place.
   *
   * @param rows rows of {@code vectors} · 2 vectors of floats, one after the other
   */
  static void packed(float[] values, int at, int rows, int vectors) {
    int to = at;
    for (int from = at; from < at + rows * vectors * 2 * LANES; from += 2 * LANES) {
      pair(values, from, from + LANES).intoArray(values, to);
      to += LANES;
    }
  }

  private static FloatVector pair(float[] values, int low, int high) {
    // The lower half of a float of this size is the whole number that was added.
    IntVector lower =
        INT_TYPE.cast(
            FloatVector.fromArray(SPECIES, values, low).add(VectorInt8.UNITS).reinterpretAsInts());
    IntVector upper =
        INT_TYPE.cast(
            FloatVector.fromArray(SPECIES, values, high).add(VectorInt8.UNITS).reinterpretAsInts());
    return TYPE.cast(
        lower.and(0xffff).or(upper.lanewise(VectorOperators.LSHL, 16)).reinterpretAsFloats());
  }
}
