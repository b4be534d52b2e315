package dev.vernier.engine.kernel;

/** Working memory of one thread, kept between calls. */
public interface Scratch {

  /** How many separate arrays there are. */
  int SLOTS = 4;

  /**
   * An array of at least this length with unspecified contents; the same array is given again for
   * the same slot, so a kernel's contents end with its call.
   *
   * @param slot 0 to {@link #SLOTS} − 1
   */
  float[] scratch(int slot, int length);
}
