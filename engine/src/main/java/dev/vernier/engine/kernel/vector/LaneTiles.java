package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.WinogradWeights.IN;
import static dev.vernier.engine.kernel.vector.WinogradWeights.OUT;

import jdk.incubator.vector.FloatVector;

/** Tiles of F(4, 3) of a vector of images, numbered row by row: where they lie, and their sums. */
final class LaneTiles {

  /** Elements of working memory: a tile half transformed, and a tile that the padding meets. */
  static final int WORK_SIZE = 2 * IN * IN * LANES;

  private static final int PATCH = IN * IN * LANES;

  private final int w;
  private final int h;
  private final int padLeft;
  private final int padTop;
  private final float padValue;
  private final int outW;
  private final int outH;
  private final int tilesX;

  LaneTiles(int w, int h, int padLeft, int padTop, float padValue, int outW, int outH, int tilesX) {
    this.w = w;
    this.h = h;
    this.padLeft = padLeft;
    this.padTop = padTop;
    this.padValue = padValue;
    this.outW = outW;
    this.outH = outH;
    this.tilesX = tilesX;
  }

  /** Transforms one tile of a channel: position p goes to {@code vAt + p * step}. */
  void in(float[] src, int channel, int tile, float[] work, float[] v, int vAt, int step) {
    int top = tile / tilesX * OUT - padTop;
    int left = tile % tilesX * OUT - padLeft;
    if (top >= 0 && left >= 0 && top + IN <= h && left + IN <= w) {
      vertical(src, ((channel * h + top) * w + left) * LANES, w * LANES, work);
    } else {
      patch(src, channel, top, left, work);
      vertical(work, PATCH, IN * LANES, work);
    }
    WinogradInput.horizontal(work, v, vAt, step);
  }

  private void patch(float[] src, int channel, int top, int left, float[] work) {
    int to = PATCH;
    for (int y = top; y < top + IN; y++) {
      for (int x = left; x < left + IN; x++) {
        FloatVector element =
            x >= 0 && x < w && y >= 0 && y < h
                ? FloatVector.fromArray(SPECIES, src, ((channel * h + y) * w + x) * LANES)
                : FloatVector.broadcast(SPECIES, padValue);
        element.intoArray(work, to);
        to += LANES;
      }
    }
  }

  /** Bᵀ · d, to the front of the working memory. */
  private static void vertical(float[] src, int from, int row, float[] work) {
    for (int x = 0; x < IN; x++) {
      int at = from + x * LANES;
      WinogradInput.column(
          FloatVector.fromArray(SPECIES, src, at),
          FloatVector.fromArray(SPECIES, src, at + row),
          FloatVector.fromArray(SPECIES, src, at + 2 * row),
          FloatVector.fromArray(SPECIES, src, at + 3 * row),
          FloatVector.fromArray(SPECIES, src, at + 4 * row),
          FloatVector.fromArray(SPECIES, src, at + 5 * row),
          work,
          x * LANES,
          IN * LANES);
    }
  }

  /** Computes one tile of a channel from its sums; position p's are at {@code mAt + p * step}. */
  void out(
      float[] m,
      int mAt,
      int step,
      TileFinish finish,
      float[] work,
      float[] dst,
      int channel,
      int tile) {
    WinogradOutput.vertical(m, mAt, step, work);
    int top = tile / tilesX * OUT;
    int left = tile % tilesX * OUT;
    int columns = Math.min(OUT, outW - left);
    int rows = Math.min(OUT, outH - top);
    int to = ((channel * outH + top) * outW + left) * LANES;
    int row = outW * LANES;
    if (columns == OUT && rows == OUT) {
      WinogradOutput.horizontal(work, dst, to, row, LANES);
      finish.apply(0, dst, to, row, OUT, OUT);
      return;
    }
    WinogradOutput.horizontal(work, work, PATCH, OUT * LANES, LANES);
    finish.apply(0, work, PATCH, 0, 1, OUT * OUT);
    for (int y = 0; y < rows; y++) {
      System.arraycopy(work, PATCH + y * OUT * LANES, dst, to + y * row, columns * LANES);
    }
  }
}
