package dev.vernier.engine.optimize;

/**
 * What is known of a blob's shape without running the net.
 *
 * @param dims number of dimensions, 0 where not known
 * @param channels size along the outermost dimension, 0 where not known
 */
record Extent(int dims, int channels) {
  static final Extent UNKNOWN = new Extent(0, 0);

  /** The same dimensions with unknown sizes. */
  Extent resized() {
    return new Extent(dims, 0);
  }
}
