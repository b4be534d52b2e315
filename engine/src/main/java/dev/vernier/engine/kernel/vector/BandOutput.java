package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Int8Blob;
import jdk.incubator.vector.FloatVector;

/**
 * Where the results of a band of rows go. They are computed as one long row in which what lies
 * between the rows' ends and the next rows' beginnings is thrown away. A thread has one, which it
 * sets anew for each band.
 */
final class BandOutput {
  private float[] reals;
  private byte[] integers;
  private int outW;
  private int pixels;
  private int first;
  private int end;
  private int rows;
  private int rowLength;

  /**
   * Makes it a band of rows of each channel.
   *
   * @param dst where integers go, the tiles hold what {@link VectorInt8#narrowAhead} reads
   * @param rowLength elements from the beginning of a computed row to the beginning of the next
   */
  void set(Int8Blob dst, int outW, int outH, int top, int rows, int rowLength) {
    this.reals = dst.reals();
    this.integers = dst.integers();
    this.outW = outW;
    this.pixels = outW * outH;
    this.first = top * outW;
    this.end = (top + rows) * outW;
    this.rows = rows;
    this.rowLength = rowLength;
  }

  /**
   * Where a tile's first element goes if all of it can be computed in {@link #reals}, with {@link
   * #pixels} elements from a channel to the next; otherwise −1.
   *
   * @param width columns of the tile
   * @param channel the first one
   * @param column of the band's long row where the tile begins
   */
  int straight(int width, int channel, int column) {
    int y = column / rowLength;
    int x = column % rowLength;
    return reals == null || y >= rows || x + width > outW
        ? -1
        : channel * pixels + first + y * outW + x;
  }

  /** The real numbers of all channels; null where the output is integers. */
  float[] reals() {
    return reals;
  }

  /** Elements of a channel. */
  int pixels() {
    return pixels;
  }

  /**
   * Copies a tile of some channels.
   *
   * @param width columns of the tile
   * @param channels how many, from {@code channel}
   * @param column of the band's long row where the tile begins
   */
  void store(float[] tile, int width, int channels, int channel, int column) {
    int y = column / rowLength;
    int x = column % rowLength;
    for (int j = 0; j < width && y < rows; ) {
      int run = Math.min(width - j, rowLength - x);
      int len = Math.min(run, outW - x);
      int to = first + y * outW + x;
      for (int c = 0; c < channels && len > 0; c++) {
        int plane = (channel + c) * pixels;
        if (integers == null) {
          copy(tile, c * width + j, plane + to, len, plane + end);
        } else {
          int to8 = plane + to;
          VectorInt8.narrowAhead(tile, c * width + j, integers, to8, len, plane + end);
        }
      }
      j += run;
      x = 0;
      y++;
    }
  }

  /**
   * Whole vectors as far as tile and band reach: what they write past a row's end is overwritten
   * with the next row.
   */
  private void copy(float[] tile, int from, int to, int len, int limit) {
    int j = 0;
    int whole = Math.min(len, Math.min(limit - to, tile.length - from) - LANES + 1);
    for (; j < whole; j += LANES) {
      FloatVector.fromArray(SPECIES, tile, from + j).intoArray(reals, to + j);
    }
    for (; j < len; j++) {
      reals[to + j] = tile[from + j];
    }
  }
}
