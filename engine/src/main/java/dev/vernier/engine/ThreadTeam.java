package dev.vernier.engine;

import dev.vernier.engine.kernel.Scratch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The thread that runs an extractor and those that help it with large layers, each with memory of
 * its own. The helpers come from one pool of the JVM and sleep when nobody needs them.
 */
final class ThreadTeam {

  /** The memory of one thread. */
  static final class ThreadScratch implements Scratch {
    private final float[][] arrays = new float[SLOTS][0];

    @Override
    public float[] scratch(int slot, int length) {
      if (arrays[slot].length < length) {
        arrays[slot] = new float[length];
      }
      return arrays[slot];
    }
  }

  private static final ExecutorService HELPERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "vernier-kernel");
            thread.setDaemon(true);
            return thread;
          });

  private final ThreadScratch[] members;

  ThreadTeam(int threads) {
    members = new ThreadScratch[threads];
    for (int i = 0; i < threads; i++) {
      members[i] = new ThreadScratch();
    }
  }

  int threads() {
    return members.length;
  }

  /** Bytes of the memory of all its threads. */
  long bytes() {
    long floats = 0;
    for (ThreadScratch member : members) {
      for (float[] array : member.arrays) {
        floats += array.length;
      }
    }
    return floats * Float.BYTES;
  }

  ThreadScratch own() {
    return members[0];
  }

  /** Runs all parts and returns when they are done; the first failure of a part is thrown. */
  void split(int parts, Scratch.Part part) {
    int workers = Math.min(parts, members.length);
    if (workers <= 1) {
      for (int i = 0; i < parts; i++) {
        part.run(i, members[0]);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Phaser running = new Phaser(workers);
    for (int worker = 1; worker < workers; worker++) {
      ThreadScratch scratch = members[worker];
      HELPERS.execute(() -> work(next, parts, part, scratch, failure, running));
    }
    work(next, parts, part, members[0], failure, running);
    running.awaitAdvance(0);
    Throwable first = failure.get();
    if (first instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (first instanceof Error error) {
      throw error;
    }
  }

  private static void work(
      AtomicInteger next,
      int parts,
      Scratch.Part part,
      ThreadScratch scratch,
      AtomicReference<Throwable> failure,
      Phaser running) {
    try {
      for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
        part.run(i, scratch);
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    } finally {
      running.arrive();
    }
  }
}
