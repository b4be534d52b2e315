package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

/**
 * Lays a vector of channels side by side, pixel by pixel, and back, by transposing squares. For
 * vectors of 16 and of 8 lanes.
 */
final class ChannelLanes {

  private static final int SIDE = LANES;

  /** Whether vectors have 8 lanes, and there are 16 registers for them. */
  static final boolean NARROW = SIDE == 8;

  /** Whether vectors have as many lanes as there are squares for. */
  static final boolean FIT = NARROW || SIDE == 16;

  /** Elements of working memory: a square half transposed. */
  static final int WORK_SIZE = SIDE * SIDE;

  private ChannelLanes() {}

  /**
   * Lays the pixels of one vector of channels side by side.
   *
   * @param plane elements from one channel to the next
   * @param work at least {@link #WORK_SIZE} elements
   */
  static void pack(float[] src, int at, int plane, int pixels, float[] work, float[] dst, int to) {
    if (pixels < SIDE) {
      for (int p = 0; p < pixels; p++) {
        for (int q = 0; q < SIDE; q++) {
          dst[to + p * SIDE + q] = src[at + q * plane + p];
        }
      }
      return;
    }
    for (int p = 0; p < pixels; p += SIDE) {
      int first = Math.min(p, pixels - SIDE);
      transpose(src, at + first, plane, work, dst, to + first * SIDE, SIDE);
    }
  }

  /** The way back. */
  static void unpack(
      float[] src, int at, int pixels, float[] work, float[] dst, int to, int plane) {
    if (pixels < SIDE) {
      for (int p = 0; p < pixels; p++) {
        for (int q = 0; q < SIDE; q++) {
          dst[to + q * plane + p] = src[at + p * SIDE + q];
        }
      }
      return;
    }
    for (int p = 0; p < pixels; p += SIDE) {
      int first = Math.min(p, pixels - SIDE);
      transpose(src, at + first * SIDE, SIDE, work, dst, to + first, plane);
    }
  }

  /** Vectors that hold so many channels, at least a vector of them. */
  static int vectors(int channels) {
    return (channels + SIDE - 1) / SIDE;
  }

  /** The first channel of a vector: the last one overlaps the one before where it is not filled. */
  static int first(int channels, int vector) {
    return Math.min(vector * SIDE, channels - SIDE);
  }

  /** Lays the channels of a whole image side by side. */
  static void pack(float[] src, int channels, int pixels, float[] work, float[] dst) {
    for (int v = 0; v < vectors(channels); v++) {
      int at = first(channels, v) * pixels;
      pack(src, at, pixels, pixels, work, dst, v * SIDE * pixels);
    }
  }

  /** The way back. */
  static void unpack(float[] src, int channels, int pixels, float[] work, float[] dst) {
    for (int v = 0; v < vectors(channels); v++) {
      int to = first(channels, v) * pixels;
      unpack(src, v * SIDE * pixels, pixels, work, dst, to, pixels);
    }
  }

  private static void transpose(
      float[] src, int at, int row, float[] work, float[] dst, int to, int toRow) {
    if (NARROW) {
      SquareOfEight.transpose(src, at, row, work, dst, to, toRow);
    } else {
      SquareOfSixteen.transpose(src, at, row, work, dst, to, toRow);
    }
  }
}
