package dev.vernier.engine;

import dev.vernier.engine.kernel.Scratch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A place in a {@link ThreadTeam} that a thread of the pool takes when there is work, and keeps for
 * a moment in case there is more: to wake a thread takes as long as a small layer.
 */
final class TeamHelper implements Runnable {
  /** How long a thread looks for more before it sleeps. */
  static final long SPIN_NANOS = 100_000;

  /** In the place of work: no thread is here. */
  private static final SharedWork NOBODY = new SharedWork(0, (index, scratch) -> {}, 0);

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "vernier-kernel");
            thread.setDaemon(true);
            return thread;
          });

  private final Scratch scratch;

  /** What is to be done; null while a thread looks for it here. */
  private final AtomicReference<SharedWork> work = new AtomicReference<>(NOBODY);

  TeamHelper(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Has a thread help with some work, of which it will {@link SharedWork#arrive}. */
  void give(SharedWork given) {
    if (!work.compareAndSet(null, given)) {
      work.set(given);
      POOL.execute(this);
    }
  }

  @Override
  public void run() {
    do {
      SharedWork given = work.get();
      given.run(scratch);
      // Free before the owner hears of it, who may have more at once.
      work.set(null);
      given.arrive();
    } while (moreComes());
  }

  private boolean moreComes() {
    long end = System.nanoTime() + SPIN_NANOS;
    while (System.nanoTime() < end) {
      if (work.get() != null) {
        return true;
      }
      Thread.onSpinWait();
    }
    return !work.compareAndSet(null, NOBODY);
  }
}
