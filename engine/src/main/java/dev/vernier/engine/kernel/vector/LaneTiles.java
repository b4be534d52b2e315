package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * Winograd's tiles of a vector of images or of channels side by side, numbered row by row: where
 * they lie, and their sums.
 */
final class LaneTiles {

  /** Elements of the largest tile. */
  private static final int PATCH = 8 * 8 * LANES;

  /** Elements of working memory: a tile half transformed, and a tile that the padding meets. */
  static final int WORK_SIZE = 2 * PATCH;

  private final TileTransform transform;
  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int outW;
  private final int outH;
  private final int tilesX;

  LaneTiles(
      TileTransform transform,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      int outW,
      int outH) {
    this.transform = transform;
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.outW = outW;
    this.outH = outH;
    this.tilesX = (outW + transform.out() - 1) / transform.out();
  }

  /** Tiles of a row. */
  int tilesX() {
    return tilesX;
  }

  /** Rows of tiles. */
  int tilesY() {
    return (outH + transform.out() - 1) / transform.out();
  }

  /** Elements of a channel of the input. */
  int pixels() {
    return w * h;
  }

  /** Elements of a channel of the output. */
  int outPixels() {
    return outW * outH;
  }

  /** The first element that tiles from a row of tiles on read. */
  int firstPixel(int row) {
    return Math.min(h, Math.max(0, row * transform.out() - padTop)) * w;
  }

  /** The element after the last that tiles before a row of tiles read. */
  int endPixel(int row) {
    int y = (row - 1) * transform.out() - padTop + transform.in();
    return Math.min(h, Math.max(0, y)) * w;
  }

  /** The first element of the output that tiles from a row of tiles on compute. */
  int firstOutPixel(int row) {
    return Math.min(outH, row * transform.out()) * outW;
  }

  /**
   * Transforms one tile: position p goes to {@code vAt + p * step}.
   *
   * @param at where the image's first element lies, or would lie if it were there
   */
  void in(float[] src, int at, int tile, float[] work, float[] v, int vAt, int step) {
    int side = transform.in();
    int top = tile / tilesX * transform.out() - padTop;
    int left = tile % tilesX * transform.out() - padLeft;
    if (top >= 0 && left >= 0 && top + side <= h && left + side <= w) {
      transform.in(src, at + (top * w + left) * LANES, w * LANES, work, v, vAt, step);
    } else {
      patch(src, at, top, left, side, work);
      transform.in(work, PATCH, side * LANES, work, v, vAt, step);
    }
  }

  private void patch(float[] src, int at, int top, int left, int side, float[] work) {
    int first = Math.min(side, Math.max(0, -left));
    int end = Math.max(first, Math.min(side, w - left));
    int to = PATCH;
    for (int y = top; y < top + side; y++) {
      if (y < 0 || y >= h) {
        RowCopy.fill(padValue, work, to, side * LANES);
      } else {
        RowCopy.fill(padValue, work, to, first * LANES);
        int from = at + (y * w + left + first) * LANES;
        RowCopy.copy(src, from, 1, work, to + first * LANES, (end - first) * LANES);
        RowCopy.fill(padValue, work, to + end * LANES, (side - end) * LANES);
      }
      to += side * LANES;
    }
  }

  /**
   * Computes one tile from its sums; position p's are at {@code mAt + p * step}.
   *
   * @param at where the output's first element lies, or would lie if it were there
   */
  void out(
      float[] m,
      int mAt,
      int step,
      TileFinish finish,
      float[] work,
      float[] dst,
      int at,
      int tile) {
    int side = transform.out();
    int top = tile / tilesX * side;
    int left = tile % tilesX * side;
    int columns = Math.min(side, outW - left);
    int rows = Math.min(side, outH - top);
    int to = at + (top * outW + left) * LANES;
    int row = outW * LANES;
    if (columns == side && rows == side) {
      transform.out(m, mAt, step, work, dst, to, row);
      finish.apply(0, dst, to, row, side, side);
      return;
    }
    transform.out(m, mAt, step, work, work, PATCH, side * LANES);
    finish.apply(0, work, PATCH, 0, 1, side * side);
    for (int y = 0; y < rows; y++) {
      RowCopy.copy(work, PATCH + y * side * LANES, 1, dst, to + y * row, columns * LANES);
    }
  }
}
