package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;
import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;

import dev.vernier.engine.kernel.Int8Blob;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The output of F(4, 3): Aᵀ · m · A of the sums m of each tile, activated while it lies in L1. The
 * lanes are neighbouring tiles, so four vectors are dealt back into a row.
 */
final class WinogradOutput {

  /** The first lane of each quarter, then the second of each, and so on. */
  private static final VectorShuffle<Float> FROM_QUARTERS =
      VectorShuffle.fromOp(SPECIES, i -> i % OUT * LANES / OUT + i / OUT);

  private static final VectorMask<Float> SECOND = quarter(1);
  private static final VectorMask<Float> THIRD = quarter(2);
  private static final VectorMask<Float> FOURTH = quarter(3);

  private final TileFinish finish;
  private final boolean whole;
  private final int outW;
  private final int outH;
  private final int tilesX;

  /**
   * The output of an image.
   *
   * @param whole whether the sums are {@linkplain WinogradMatrices#areWhole whole numbers}
   */
  WinogradOutput(TileFinish finish, boolean whole, int outW, int outH, int tilesX) {
    this.finish = finish;
    this.whole = whole;
    this.outW = outW;
    this.outH = outH;
    this.tilesX = tilesX;
  }

  /** Whether it is that of such an image. */
  boolean is(int otherW, int otherH) {
    return outW == otherW && outH == otherH;
  }

  private static VectorMask<Float> quarter(int which) {
    boolean[] lanes = new boolean[LANES];
    Arrays.fill(lanes, which * LANES / OUT, (which + 1) * LANES / OUT, true);
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  private static int planeSize(WinogradPanels panels) {
    return (panels.vectors() + 1) * LANES;
  }

  /** Elements of working memory that {@link #transform} needs. */
  int workSize(WinogradPanels panels) {
    return OUT * IN * LANES + OUT * OUT * planeSize(panels) + outW + LANES;
  }

  /**
   * Computes some rows of tiles of one channel.
   *
   * @param m the sums of each tile, laid out by {@code panels}
   * @param top first row of tiles
   * @param work at least {@link #workSize} elements
   */
  void transform(
      float[] m,
      WinogradPanels panels,
      int channel,
      int top,
      int rows,
      float[] work,
      Int8Blob dst) {
    int planes = OUT * IN * LANES;
    int plane = planeSize(panels);
    for (int vector = 0; vector < panels.vectors(); vector++) {
      int from = panels.vectorAt(channel, vector);
      int to = planes + vector * LANES;
      if (whole) {
        WinogradIntegers.vertical(m, from, panels.positionStep(), work);
        WinogradIntegers.horizontal(work, to, plane);
      } else {
        vertical(m, from, panels.positionStep(), work);
        horizontal(work, work, to, OUT * plane, plane);
      }
    }
    // All planes as one row, with the vector between them.
    int vectors = OUT * OUT * (panels.vectors() + 1) - 1;
    finish.apply(finish.isUniform() ? 0 : channel, work, planes, 0, 1, vectors);
    int channelAt = channel * outW * outH;
    int end = Math.min(outH, OUT * (top + rows));
    int last = channelAt + end * outW;
    int row = planes + OUT * OUT * plane;
    for (int y = OUT * top; y < end; y++) {
      int from = planes + y % OUT * OUT * plane + (y / OUT - top) * tilesX;
      int to = channelAt + y * outW;
      if (dst.integers() == null) {
        row(work, from, plane, dst.reals(), to, last);
      } else {
        row(work, from, plane, work, row, work.length);
        VectorInt8.narrowAhead(work, row, dst.integers(), to, outW, last);
      }
    }
  }

  /** Aᵀ · m of one vector of tiles, to the front of the working memory. */
  static void vertical(float[] m, int from, int step, float[] work) {
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    for (int x = 0; x < IN; x++) {
      int at = from + x * step;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, at);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, at + IN * step);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, at + 2 * IN * step);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, at + 3 * IN * step);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, at + 4 * IN * step);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, at + 5 * IN * step);
      FloatVector even = m1.add(m2);
      FloatVector odd = m1.sub(m2);
      FloatVector evenTwo = m3.add(m4);
      FloatVector oddTwo = m3.sub(m4);
      int to = x * LANES;
      m0.add(even).add(evenTwo).intoArray(work, to);
      oddTwo.fma(two, odd).intoArray(work, to + IN * LANES);
      evenTwo.fma(four, even).intoArray(work, to + 2 * IN * LANES);
      oddTwo.fma(eight, odd).add(m5).intoArray(work, to + 3 * IN * LANES);
    }
  }

  /** The front of the working memory times A; rows and columns of outputs lie so far apart. */
  static void horizontal(float[] work, float[] dst, int to, int row, int column) {
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    for (int y = 0; y < OUT; y++) {
      int at = y * IN * LANES;
      FloatVector m0 = FloatVector.fromArray(SPECIES, work, at);
      FloatVector m1 = FloatVector.fromArray(SPECIES, work, at + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, work, at + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, work, at + 3 * LANES);
      FloatVector m4 = FloatVector.fromArray(SPECIES, work, at + 4 * LANES);
      FloatVector m5 = FloatVector.fromArray(SPECIES, work, at + 5 * LANES);
      FloatVector even = m1.add(m2);
      FloatVector odd = m1.sub(m2);
      FloatVector evenTwo = m3.add(m4);
      FloatVector oddTwo = m3.sub(m4);
      int first = to + y * row;
      m0.add(even).add(evenTwo).intoArray(dst, first);
      oddTwo.fma(two, odd).intoArray(dst, first + column);
      evenTwo.fma(four, even).intoArray(dst, first + 2 * column);
      oddTwo.fma(eight, odd).add(m5).intoArray(dst, first + 3 * column);
    }
  }

  /**
   * Deals one row back. Whole vectors as far as the band reaches: what they write past the row's
   * end is overwritten with the next row.
   */
  private void row(float[] work, int from, int plane, float[] dst, int to, int limit) {
    int x = 0;
    int whole = Math.min(outW, limit - to - LANES + 1);
    for (; x < whole; x += LANES) {
      // Of each plane what belongs into its own quarter of the lanes.
      int at = from + x / OUT;
      FloatVector.fromArray(SPECIES, work, at)
          .blend(FloatVector.fromArray(SPECIES, work, at + plane - LANES / 4), SECOND)
          .blend(FloatVector.fromArray(SPECIES, work, at + 2 * plane - LANES / 2), THIRD)
          .blend(FloatVector.fromArray(SPECIES, work, at + 3 * plane - 3 * LANES / 4), FOURTH)
          .rearrange(FROM_QUARTERS)
          .intoArray(dst, to + x);
    }
    for (; x < outW; x++) {
      dst[to + x] = work[from + x % OUT * plane + x / OUT];
    }
  }
}
