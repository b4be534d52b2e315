package dev.vernier.engine.kernel;

/**
 * Reductions of one channel of {@link Kernels#lanes} images to fewer elements; element i of image s
 * lies at i · lanes + s. Counts are those of one image.
 */
public interface LanePooling {

  /** The largest of n elements of each image. */
  void max(float[] src, int at, int n, float[] dst, int dstAt);

  /** The sum of n elements of each image. */
  void sum(float[] src, int at, int n, float[] dst, int dstAt);

  /**
   * The largest element of each window, {@code -Float.MAX_VALUE} where it meets none.
   *
   * @param src one channel as the geometry has it, from srcAt
   * @param dst its outW × outH results, from dstAt; not the same array as src
   */
  void maxWindows(PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt);

  /**
   * Copies elements of a row.
   *
   * @param which the element of each place, of the row that begins at {@code at}
   */
  void pick(float[] src, int at, int[] which, float[] dst, int dstAt);

  /** The sum of the elements of each window, as {@link #maxWindows} has them. */
  void sumWindows(PoolingWindow window, float[] src, int srcAt, float[] dst, int dstAt);
}
