package dev.vernier.engine.quant;

/**
 * How the first t bins of a histogram fall into 128 levels of equal width t/128. Level j covers [j
 * · t/128, (j + 1) · t/128): perhaps a part of a bin, then whole bins, then perhaps a part of a
 * bin. Positions are counted in 128ths of a bin, so nothing is rounded.
 */
final class LevelGrid {
  static final int LEVELS = 128;
  private static final int SHIFT = 7;
  private static final int MASK = LEVELS - 1;

  private LevelGrid() {}

  /** The first whole bin of level j; the bin before it belongs to the level in part. */
  static int firstWhole(int t, int j) {
    return (j * t + MASK) >> SHIFT;
  }

  /** The end (exclusive) of the whole bins of level j, and the bin that belongs to it in part. */
  static int endWhole(int t, int j) {
    return ((j + 1) * t) >> SHIFT;
  }

  /** The share of bin firstWhole − 1 that belongs to level j; 0 when the level starts at a bin. */
  static float leftShare(int t, int j) {
    return (-(j * t) & MASK) / (float) LEVELS;
  }

  /** The share of bin endWhole that belongs to level j; 0 when the level ends with a bin. */
  static float rightShare(int t, int j) {
    return (((j + 1) * t) & MASK) / (float) LEVELS;
  }

  /** Bins a level. */
  static float width(int t) {
    return t / (float) LEVELS;
  }
}
