package dev.vernier.engine.kernel;

import java.util.function.Supplier;

/**
 * What a kernel needs of the thread that runs it: working memory that is kept between calls, and
 * the threads that may share its work.
 */
public interface Scratch {

  /** How many separate arrays there are. */
  int SLOTS = 6;

  /** The slot that kernels leave alone, for what a layer keeps from one kernel call to the next. */
  int LAYER_SLOT = SLOTS - 1;

  /**
   * An array of at least this length with unspecified contents; the same array is given again for
   * the same slot, so a kernel's contents end with its call.
   *
   * @param slot 0 to {@link #SLOTS} − 1
   */
  float[] scratch(int slot, int length);

  /**
   * The thread's own object of a class, which a kernel fills anew for each call: a new one would be
   * garbage. What it holds ends with the call.
   *
   * @param make makes it when it is first asked for
   */
  default <T> T own(Class<T> type, Supplier<T> make) {
    return make.get();
  }

  /** One part of a kernel's work. */
  interface Part {

    /**
     * Does the part.
     *
     * @param index which part
     * @param scratch the memory of the thread that does it
     */
    void run(int index, Scratch scratch);
  }

  /** How many threads {@link #split} uses, the calling one included. */
  default int threads() {
    return 1;
  }

  /**
   * Runs parts 0 to parts − 1, in any order and on several threads at once where there are any;
   * returns when all are done.
   */
  default void split(int parts, Part part) {
    for (int i = 0; i < parts; i++) {
      part.run(i, this);
    }
  }
}
