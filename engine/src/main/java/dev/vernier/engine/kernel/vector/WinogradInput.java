package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;
import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The input of F(4, 3): Bᵀ · d · B of each tile d of 6 x 6 elements, four rows and columns apart.
 * The lanes are neighbouring tiles, and tiles run on from one row of tiles to the next. For that a
 * band is dealt out first: a plane for each column of a tile and each remainder of a row by four.
 */
final class WinogradInput {

  /** Lanes 0, 4, 8 … of a vector, over and over. */
  private static final VectorShuffle<Float> EVERY_FOURTH = everyFourth(0);

  private static final VectorShuffle<Float> EVERY_FOURTH_1 = everyFourth(1);
  private static final VectorShuffle<Float> EVERY_FOURTH_2 = everyFourth(2);
  private static final VectorShuffle<Float> EVERY_FOURTH_3 = everyFourth(3);

  /** The second quarter of the lanes, and so on. */
  private static final VectorMask<Float> SECOND = quarter(1);

  private static final VectorMask<Float> THIRD = quarter(2);
  private static final VectorMask<Float> FOURTH = quarter(3);

  /** Tiles of a row up to which a vector at a time is dealt out: four would be empty for most. */
  private static final int SHORT = LANES / 2;

  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int tilesX;

  WinogradInput(int w, int h, int padLeft, int padTop, float padValue, int tilesX) {
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.tilesX = tilesX;
  }

  /** Whether it is that of such an image. */
  boolean is(int otherW, int otherH, int left, int top, float value) {
    return w == otherW
        && h == otherH
        && padLeft == left
        && padTop == top
        && Float.compare(padValue, value) == 0;
  }

  private static VectorShuffle<Float> everyFourth(int first) {
    return VectorShuffle.fromOp(SPECIES, i -> (4 * i + first) % LANES);
  }

  private static VectorMask<Float> quarter(int which) {
    boolean[] lanes = new boolean[LANES];
    Arrays.fill(lanes, which * LANES / 4, (which + 1) * LANES / 4, true);
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  private int rowSize() {
    return OUT * tilesX + 2 + OUT * LANES;
  }

  private int planeSize(int rows) {
    return (rows + 1) * tilesX + 2 * LANES;
  }

  /** Elements of working memory that {@link #transform} needs for some rows of tiles. */
  int workSize(int rows) {
    return IN * IN * LANES + rowSize() + OUT * IN * planeSize(rows);
  }

  /**
   * Transforms some rows of tiles of one channel. Lanes beyond the last tile get what those before
   * them could.
   *
   * @param top first row of tiles
   * @param work at least {@link #workSize} elements
   * @param v the transformed tiles, laid out by {@code panels}
   */
  void transform(
      RowSource src,
      int channel,
      int top,
      int rows,
      float[] work,
      float[] v,
      WinogradPanels panels) {
    int planes = IN * IN * LANES + rowSize();
    deal(src, channel, top, rows, work, planes);
    for (int vector = 0; vector < panels.vectors(); vector++) {
      vertical(work, planes + vector * LANES, planeSize(rows));
      horizontal(work, v, panels.vectorAt(channel, vector), panels.positionStep());
    }
  }

  private void deal(RowSource src, int channel, int top, int rows, float[] work, int planes) {
    int row = IN * IN * LANES;
    int plane = planeSize(rows);
    int first = Math.min(h, Math.max(0, OUT * top - padTop));
    int end = Math.min(h, OUT * (top + rows) + IN - OUT - padTop);
    src.open(channel, 1, first, Math.max(first, end));
    for (int y = 0; y < OUT * rows + IN - OUT; y++) {
      int from = OUT * top + y - padTop;
      if (from < 0 || from >= h) {
        RowCopy.fill(padValue, work, row, OUT * tilesX + 2);
      } else {
        src.padded((channel * h + from) * w, w, -padLeft, 1, padValue, work, row, OUT * tilesX + 2);
      }
      int to = planes + y % OUT * IN * plane + y / OUT * tilesX;
      if (tilesX <= SHORT) {
        dealOnes(work, row, to, plane);
      } else {
        dealFours(work, row, to, plane, tilesX);
      }
    }
    for (int i = 0; i < OUT * IN; i++) {
      int dealt = i < (IN - OUT) * IN ? rows + 1 : rows;
      RowCopy.fill(0f, work, planes + i * plane + dealt * tilesX, LANES);
    }
  }

  /**
   * Four vectors of a row at a time to four planes; the other two are these, a tile further on.
   *
   * <p>Written out to be longer than what C2 inlines: together with the copying of rows, or with
   * the transforms, these were more vectors than it inlines in one method, and were boxed.
   */
  private static void dealFours(float[] work, int row, int to, int plane, int tilesX) {
    for (int j = 0; j <= tilesX; j += LANES) {
      int at = row + OUT * j;
      FloatVector a = FloatVector.fromArray(SPECIES, work, at);
      FloatVector b = FloatVector.fromArray(SPECIES, work, at + LANES);
      FloatVector c = FloatVector.fromArray(SPECIES, work, at + 2 * LANES);
      FloatVector d = FloatVector.fromArray(SPECIES, work, at + 3 * LANES);
      a.rearrange(EVERY_FOURTH)
          .blend(b.rearrange(EVERY_FOURTH), SECOND)
          .blend(c.rearrange(EVERY_FOURTH), THIRD)
          .blend(d.rearrange(EVERY_FOURTH), FOURTH)
          .intoArray(work, to + j);
      a.rearrange(EVERY_FOURTH_1)
          .blend(b.rearrange(EVERY_FOURTH_1), SECOND)
          .blend(c.rearrange(EVERY_FOURTH_1), THIRD)
          .blend(d.rearrange(EVERY_FOURTH_1), FOURTH)
          .intoArray(work, to + plane + j);
      a.rearrange(EVERY_FOURTH_2)
          .blend(b.rearrange(EVERY_FOURTH_2), SECOND)
          .blend(c.rearrange(EVERY_FOURTH_2), THIRD)
          .blend(d.rearrange(EVERY_FOURTH_2), FOURTH)
          .intoArray(work, to + 2 * plane + j);
      a.rearrange(EVERY_FOURTH_3)
          .blend(b.rearrange(EVERY_FOURTH_3), SECOND)
          .blend(c.rearrange(EVERY_FOURTH_3), THIRD)
          .blend(d.rearrange(EVERY_FOURTH_3), FOURTH)
          .intoArray(work, to + 3 * plane + j);
    }
    int fifth = to + 4 * plane;
    for (int j = 0; j < tilesX; j += LANES) {
      FloatVector.fromArray(SPECIES, work, to + j + 1).intoArray(work, fifth + j);
    }
    int sixth = fifth + plane;
    for (int j = 0; j < tilesX; j += LANES) {
      FloatVector.fromArray(SPECIES, work, to + plane + j + 1).intoArray(work, sixth + j);
    }
  }

  /** A vector of a row at a time to a quarter of a vector of each plane. */
  private void dealOnes(float[] work, int from, int to, int plane) {
    for (int j = 0; j < tilesX; j += LANES / 4) {
      int at = from + OUT * j;
      dealt(work, at).intoArray(work, to + j);
      dealt(work, at + 1).intoArray(work, to + plane + j);
      dealt(work, at + 2).intoArray(work, to + 2 * plane + j);
      dealt(work, at + 3).intoArray(work, to + 3 * plane + j);
      dealt(work, at + 4).intoArray(work, to + 4 * plane + j);
      dealt(work, at + 5).intoArray(work, to + 5 * plane + j);
    }
  }

  private static FloatVector dealt(float[] work, int at) {
    return FloatVector.fromArray(SPECIES, work, at).rearrange(EVERY_FOURTH);
  }

  /** Bᵀ · d of one vector of tiles, to the front of the working memory. */
  private void vertical(float[] work, int from, int plane) {
    for (int x = 0; x < IN; x++) {
      int at = from + x * plane;
      int below = at + tilesX;
      int next = IN * plane;
      int to = x * LANES;
      column(work, at, next, below, below + next, work, to, IN * LANES);
    }
  }

  /** The front of the working memory times B. */
  static void horizontal(float[] work, float[] v, int vAt, int step) {
    for (int y = 0; y < IN; y++) {
      int at = y * IN * LANES;
      column(work, at, LANES, at + 4 * LANES, at + 5 * LANES, v, vAt + y * IN * step, step);
    }
  }

  /**
   * Bᵀ times a column of six, of which the first four are {@code next} apart, to a step apart each.
   */
  static void column(
      float[] src, int at, int next, int fifth, int sixth, float[] dst, int to, int step) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, src, at);
    FloatVector d1 = FloatVector.fromArray(SPECIES, src, at + next);
    FloatVector d2 = FloatVector.fromArray(SPECIES, src, at + 2 * next);
    FloatVector d3 = FloatVector.fromArray(SPECIES, src, at + 3 * next);
    FloatVector d4 = FloatVector.fromArray(SPECIES, src, fifth);
    FloatVector d5 = FloatVector.fromArray(SPECIES, src, sixth);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector minusFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector minusFive = FloatVector.broadcast(SPECIES, -5f);
    d0.fma(four, d2.fma(minusFive, d4)).intoArray(dst, to);
    FloatVector even = d2.fma(minusFour, d4);
    FloatVector odd = d1.fma(minusFour, d3);
    even.add(odd).intoArray(dst, to + step);
    even.sub(odd).intoArray(dst, to + 2 * step);
    FloatVector evenTwo = d4.sub(d2);
    FloatVector half = d3.sub(d1);
    FloatVector oddTwo = half.add(half);
    evenTwo.add(oddTwo).intoArray(dst, to + 3 * step);
    evenTwo.sub(oddTwo).intoArray(dst, to + 4 * step);
    d1.fma(four, d3.fma(minusFive, d5)).intoArray(dst, to + 5 * step);
  }
}
