package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Transposes squares of 8 x 8 elements in three steps, four vectors in registers at a time. */
final class SquareOfEight {
  private static final int SIDE = 8;

  private static final VectorShuffle<Float> DOWN_1 = rotated(-1);
  private static final VectorShuffle<Float> DOWN_2 = rotated(-2);
  private static final VectorShuffle<Float> ACROSS_4 = rotated(4);
  private static final VectorShuffle<Float> UP_1 = rotated(1);
  private static final VectorShuffle<Float> UP_2 = rotated(2);

  /** The lanes whose number has a bit set. */
  private static final VectorMask<Float> BIT_1 = withBit(1);

  private static final VectorMask<Float> BIT_2 = withBit(2);
  private static final VectorMask<Float> BIT_4 = withBit(4);

  private SquareOfEight() {}

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
      FloatVector b = FloatVector.fromArray(SPECIES, src, at + (i + 2) * row);
      FloatVector c = FloatVector.fromArray(SPECIES, src, at + (i + 4) * row);
      FloatVector d = FloatVector.fromArray(SPECIES, src, at + (i + 6) * row);
      FloatVector ab = a.blend(b.rearrange(DOWN_2), BIT_2);
      FloatVector ba = a.rearrange(UP_2).blend(b, BIT_2);
      FloatVector cd = c.blend(d.rearrange(DOWN_2), BIT_2);
      FloatVector dc = c.rearrange(UP_2).blend(d, BIT_2);
      ab.blend(cd.rearrange(ACROSS_4), BIT_4).intoArray(work, i * SIDE);
      ba.blend(dc.rearrange(ACROSS_4), BIT_4).intoArray(work, (i + 2) * SIDE);
      ab.rearrange(ACROSS_4).blend(cd, BIT_4).intoArray(work, (i + 4) * SIDE);
      ba.rearrange(ACROSS_4).blend(dc, BIT_4).intoArray(work, (i + 6) * SIDE);
    }
    for (int i = 0; i < SIDE; i += 2) {
      FloatVector a = FloatVector.fromArray(SPECIES, work, i * SIDE);
      FloatVector b = FloatVector.fromArray(SPECIES, work, (i + 1) * SIDE);
      a.blend(b.rearrange(DOWN_1), BIT_1).intoArray(dst, to + i * toRow);
      a.rearrange(UP_1).blend(b, BIT_1).intoArray(dst, to + (i + 1) * toRow);
    }
  }
}
