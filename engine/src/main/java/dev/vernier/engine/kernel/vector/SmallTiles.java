package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of F(2, 3), of 4 x 4 elements two apart: Bᵀ · d · B with a vector of neighbouring tiles in
 * the lanes, and Aᵀ · m · A with out channels in them.
 */
final class SmallTiles {

  /** Rows and columns of the input that a tile reads. */
  static final int IN = 4;

  /** Rows and columns of the output that a tile computes. */
  static final int OUT = 2;

  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int tilesX;
  private final int tilesY;

  SmallTiles(int w, int h, int padLeft, int padTop, float padValue, int tilesX, int tilesY) {
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.tilesX = tilesX;
    this.tilesY = tilesY;
  }

  private int planeSize() {
    return (tilesY + 1) * tilesX + LANES;
  }

  /** Elements of working memory that {@link #transform} needs. */
  int workSize() {
    return IN * IN * LANES + OUT * IN * planeSize();
  }

  /**
   * Transforms a channel, a vector of tiles after the other: position p goes to {@code vAt + p *
   * step}. Lanes beyond the last tile are left to chance.
   *
   * @param work at least {@link #workSize} elements
   */
  void transform(float[] src, int channel, float[] work, float[] v, int vAt, int step) {
    int planes = IN * IN * LANES;
    int plane = planeSize();
    deal(src, channel, work, planes, plane);
    for (int first = 0; first < tilesX * tilesY; first += LANES) {
      vertical(work, planes + first, plane);
      horizontal(work, v, vAt + first, step);
    }
  }

  /** Bᵀ · d of one vector of tiles, to the front of the working memory. */
  private void vertical(float[] work, int from, int plane) {
    for (int x = 0; x < IN; x++) {
      int at = from + x * plane;
      column(
          FloatVector.fromArray(SPECIES, work, at),
          FloatVector.fromArray(SPECIES, work, at + IN * plane),
          FloatVector.fromArray(SPECIES, work, at + tilesX),
          FloatVector.fromArray(SPECIES, work, at + IN * plane + tilesX),
          work,
          x * LANES,
          IN * LANES);
    }
  }

  /** The front of the working memory times B. */
  private static void horizontal(float[] work, float[] v, int vAt, int step) {
    for (int y = 0; y < IN; y++) {
      int at = y * IN * LANES;
      column(
          FloatVector.fromArray(SPECIES, work, at),
          FloatVector.fromArray(SPECIES, work, at + LANES),
          FloatVector.fromArray(SPECIES, work, at + 2 * LANES),
          FloatVector.fromArray(SPECIES, work, at + 3 * LANES),
          v,
          vAt + y * IN * step,
          step);
    }
  }

  /** A plane for each column of a tile and each remainder of a row by two. */
  private void deal(float[] src, int channel, float[] work, int planes, int plane) {
    for (int row = 0; row < OUT * tilesY + IN - OUT; row++) {
      int y = row - padTop;
      boolean inside = y >= 0 && y < h;
      int from = (channel * h + y) * w;
      int to = planes + row % OUT * IN * plane + row / OUT * tilesX;
      int x = -padLeft;
      float even = element(src, from, x, inside);
      float odd = element(src, from, x + 1, inside);
      for (int tile = 0; tile < tilesX; tile++) {
        x += OUT;
        work[to + tile] = even;
        work[to + plane + tile] = odd;
        even = element(src, from, x, inside);
        odd = element(src, from, x + 1, inside);
        work[to + 2 * plane + tile] = even;
        work[to + 3 * plane + tile] = odd;
      }
    }
  }

  private float element(float[] src, int from, int x, boolean inside) {
    return inside && x >= 0 && x < w ? src[from + x] : padValue;
  }

  private static void column(
      FloatVector d0,
      FloatVector d1,
      FloatVector d2,
      FloatVector d3,
      float[] to,
      int at,
      int step) {
    d0.sub(d2).intoArray(to, at);
    d1.add(d2).intoArray(to, at + step);
    d2.sub(d1).intoArray(to, at + 2 * step);
    d1.sub(d3).intoArray(to, at + 3 * step);
  }

  /**
   * The outputs of one tile of a vector of channels.
   *
   * @param work half a tile goes to its front
   * @param row elements from one row of outputs to the next
   */
  static void output(float[] m, int mAt, int step, float[] work, float[] dst, int to, int row) {
    for (int x = 0; x < IN; x++) {
      int at = mAt + x * step;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, at);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, at + IN * step);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, at + 2 * IN * step);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, at + 3 * IN * step);
      m0.add(m1).add(m2).intoArray(work, x * LANES);
      m1.sub(m2).sub(m3).intoArray(work, (IN + x) * LANES);
    }
    for (int y = 0; y < OUT; y++) {
      int at = y * IN * LANES;
      FloatVector m0 = FloatVector.fromArray(SPECIES, work, at);
      FloatVector m1 = FloatVector.fromArray(SPECIES, work, at + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, work, at + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, work, at + 3 * LANES);
      m0.add(m1).add(m2).intoArray(dst, to + y * row);
      m1.sub(m2).sub(m3).intoArray(dst, to + y * row + LANES);
    }
  }
}
