package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Int8Scaling;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What becomes of a tile's sums while they lie in L1: an activation, and before it, where the sums
 * are those of an int8 layer, each row's unit and bias.
 */
final class TileFinish {

  /** Leaves the sums alone. */
  static final TileFinish NONE = of(Activation.NONE);

  private final Activation activation;
  private final float[] units;
  private final float[] shifts;
  private final boolean requantizes;
  private final float topScale;

  private TileFinish(
      Activation activation, float[] units, float[] shifts, boolean requantizes, float topScale) {
    this.activation = activation;
    this.units = units;
    this.shifts = shifts;
    this.requantizes = requantizes;
    this.topScale = topScale;
  }

  /** Applies an activation alone. */
  static TileFinish of(Activation activation) {
    return new TileFinish(activation, null, null, false, 0f);
  }

  /**
   * Scales the sums of some outputs, then activates.
   *
   * @param from first output, row 0 of the tiles
   * @param outputs how many
   * @param rows of the tiles, with those that fill up the last one
   */
  static TileFinish of(Int8Scaling scaling, int from, int outputs, int rows) {
    float[] units = new float[rows];
    float[] shifts = new float[rows];
    System.arraycopy(scaling.units(), from, units, 0, outputs);
    if (scaling.bias() != null) {
      System.arraycopy(scaling.bias(), from, shifts, 0, outputs);
    }
    return new TileFinish(
        scaling.activation(), units, shifts, scaling.requantizes(), scaling.topScale());
  }

  /** Whether all rows are finished alike. */
  boolean isUniform() {
    return units == null;
  }

  /**
   * Works in place on rows of some vectors, ld elements apart. For an output of integers it leaves
   * what {@link VectorInt8#narrowAhead} reads.
   *
   * @param row which row of the matrix the first one is
   */
  void apply(int row, float[] c, int at, int ld, int rows, int vectors) {
    apply(row, c, at, ld, c, at, ld, rows, vectors);
  }

  /** The same from the sums of an int8 layer to another place. */
  void apply(
      int row,
      float[] sums,
      int sumsAt,
      int sumsLd,
      float[] c,
      int at,
      int ld,
      int rows,
      int vectors) {
    if (units == null) {
      TileActivation.apply(activation, c, at, ld, rows, vectors);
    } else {
      if (activation.kind() == Activation.Kind.RELU) {
        scaleRelu(row, sums, sumsAt, sumsLd, c, at, ld, rows, vectors);
      } else {
        scale(row, sums, sumsAt, sumsLd, c, at, ld, rows, vectors);
        TileActivation.apply(activation, c, at, ld, rows, vectors);
      }
      if (requantizes) {
        VectorInt8.round(topScale, 0f, c, at, ld, c, at, ld, rows, vectors);
      }
    }
  }

  // Two vectors a turn: rows are of one to four, and C2's own unrolling costs more than it saves.
  private void scale(
      int row,
      float[] sums,
      int sumsAt,
      int sumsLd,
      float[] c,
      int at,
      int ld,
      int rows,
      int vectors) {
    for (int r = 0; r < rows; r++) {
      FloatVector unit = FloatVector.broadcast(SPECIES, units[row + r]);
      FloatVector shift = FloatVector.broadcast(SPECIES, shifts[row + r]);
      int i = sumsAt + r * sumsLd;
      int to = at + r * ld;
      int end = i + vectors * LANES;
      for (; i <= end - 2 * LANES; i += 2 * LANES) {
        FloatVector.fromArray(SPECIES, sums, i).mul(unit).add(shift).intoArray(c, to);
        FloatVector y = FloatVector.fromArray(SPECIES, sums, i + LANES);
        y.mul(unit).add(shift).intoArray(c, to + LANES);
        to += 2 * LANES;
      }
      if (i < end) {
        FloatVector.fromArray(SPECIES, sums, i).mul(unit).add(shift).intoArray(c, to);
      }
    }
  }

  private void scaleRelu(
      int row,
      float[] sums,
      int sumsAt,
      int sumsLd,
      float[] c,
      int at,
      int ld,
      int rows,
      int vectors) {
    for (int r = 0; r < rows; r++) {
      FloatVector unit = FloatVector.broadcast(SPECIES, units[row + r]);
      FloatVector shift = FloatVector.broadcast(SPECIES, shifts[row + r]);
      int i = sumsAt + r * sumsLd;
      int to = at + r * ld;
      int end = i + vectors * LANES;
      for (; i <= end - 2 * LANES; i += 2 * LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, sums, i).mul(unit).add(shift);
        x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(c, to);
        FloatVector y = FloatVector.fromArray(SPECIES, sums, i + LANES).mul(unit).add(shift);
        y.blend(0f, y.compare(VectorOperators.LT, 0f)).intoArray(c, to + LANES);
        to += 2 * LANES;
      }
      if (i < end) {
        FloatVector x = FloatVector.fromArray(SPECIES, sums, i).mul(unit).add(shift);
        x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(c, to);
      }
    }
  }
}
