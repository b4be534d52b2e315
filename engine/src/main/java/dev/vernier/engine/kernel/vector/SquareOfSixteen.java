package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes squares of 16 x 16 elements in four steps, two at a time with four vectors in
 * registers.
 */
final class SquareOfSixteen {
  private static final int SIDE = 16;

  private static final VectorShuffle<Float> DOWN_1 = rotated(-1);
  private static final VectorShuffle<Float> DOWN_2 = rotated(-2);
  private static final VectorShuffle<Float> DOWN_4 = rotated(-4);
  private static final VectorShuffle<Float> DOWN_8 = rotated(-8);
  private static final VectorShuffle<Float> UP_1 = rotated(1);
  private static final VectorShuffle<Float> UP_2 = rotated(2);
  private static final VectorShuffle<Float> UP_4 = rotated(4);
  private static final VectorShuffle<Float> UP_8 = rotated(8);

  /** The lanes whose number has a bit set. */
  private static final VectorMask<Float> BIT_1 = withBit(1);

  private static final VectorMask<Float> BIT_2 = withBit(2);
  private static final VectorMask<Float> BIT_4 = withBit(4);
  private static final VectorMask<Float> BIT_8 = withBit(8);

  private SquareOfSixteen() {}

  private static VectorShuffle<Float> rotated(int by) {
    return VectorShuffle.fromOp(SPECIES, i -> Math.floorMod(i + by, LANES));
  }

  private static VectorMask<Float> withBit(int bit) {
    boolean[] lanes = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  /** See {@link ChannelLanes}. */
  static void transpose(
      float[] src, int at, int row, float[] work, float[] dst, int to, int toRow) {
    for (int i = 0; i < SIDE / 4; i++) {
      FloatVector a = FloatVector.fromArray(SPECIES, src, at + i * row);
      FloatVector b = FloatVector.fromArray(SPECIES, src, at + (i + 4) * row);
      FloatVector c = FloatVector.fromArray(SPECIES, src, at + (i + 8) * row);
      FloatVector d = FloatVector.fromArray(SPECIES, src, at + (i + 12) * row);
      FloatVector ab = a.blend(b.rearrange(DOWN_4), BIT_4);
      FloatVector ba = a.rearrange(UP_4).blend(b, BIT_4);
      FloatVector cd = c.blend(d.rearrange(DOWN_4), BIT_4);
      FloatVector dc = c.rearrange(UP_4).blend(d, BIT_4);
      ab.blend(cd.rearrange(DOWN_8), BIT_8).intoArray(work, i * SIDE);
      ba.blend(dc.rearrange(DOWN_8), BIT_8).intoArray(work, (i + 4) * SIDE);
      ab.rearrange(UP_8).blend(cd, BIT_8).intoArray(work, (i + 8) * SIDE);
      ba.rearrange(UP_8).blend(dc, BIT_8).intoArray(work, (i + 12) * SIDE);
    }
    for (int i = 0; i < SIDE; i += 4) {
      FloatVector a = FloatVector.fromArray(SPECIES, work, i * SIDE);
      FloatVector b = FloatVector.fromArray(SPECIES, work, (i + 1) * SIDE);
      FloatVector c = FloatVector.fromArray(SPECIES, work, (i + 2) * SIDE);
      FloatVector d = FloatVector.fromArray(SPECIES, work, (i + 3) * SIDE);
      FloatVector ab = a.blend(b.rearrange(DOWN_1), BIT_1);
      FloatVector ba = a.rearrange(UP_1).blend(b, BIT_1);
      FloatVector cd = c.blend(d.rearrange(DOWN_1), BIT_1);
      FloatVector dc = c.rearrange(UP_1).blend(d, BIT_1);
      ab.blend(cd.rearrange(DOWN_2), BIT_2).intoArray(dst, to + i * toRow);
      ba.blend(dc.rearrange(DOWN_2), BIT_2).intoArray(dst, to + (i + 1) * toRow);
      ab.rearrange(UP_2).blend(cd, BIT_2).intoArray(dst, to + (i + 2) * toRow);
      ba.rearrange(UP_2).blend(dc, BIT_2).intoArray(dst, to + (i + 3) * toRow);
    }
  }
}
