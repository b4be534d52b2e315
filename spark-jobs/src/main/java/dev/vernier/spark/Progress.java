package dev.vernier.spark;

/**
 * Told how far a job is, as Spark finishes its tasks. Called from Spark's listener thread: must
 * return at once and must not throw.
 */
@FunctionalInterface
public interface Progress {

  /** Listens to nothing. */
  Progress NONE = (step, done, total) -> {};

  /**
   * One more task is done.
   *
   * @param step what the job is doing, such as {@code calibrate: pass 1 of 2}
   * @param done tasks of this step that are done
   * @param total tasks of this step; 0 while it is not known
   */
  void at(String step, int done, int total);
}
