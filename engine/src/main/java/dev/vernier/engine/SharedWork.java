package dev.vernier.engine;

import dev.vernier.engine.kernel.Scratch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The parts of a layer, which the thread that made this and its helpers take one by one. */
final class SharedWork {
  private final int parts;
  private final Scratch.Part part;
  private final Thread owner = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busyHelpers;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  SharedWork(int parts, Scratch.Part part, int helpers) {
    this.parts = parts;
    this.part = part;
    this.busyHelpers = new AtomicInteger(helpers);
  }

  /** Runs parts until none is left. */
  void run(Scratch scratch) {
    try {
      for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
        part.run(i, scratch);
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /** Tells the owner that one of its helpers is done. */
  void arrive() {
    if (busyHelpers.decrementAndGet() == 0) {
      LockSupport.unpark(owner);
    }
  }

  /** Waits for the helpers, then throws the first failure of a part. */
  void await() {
    long end = System.nanoTime() + TeamHelper.SPIN_NANOS;
    while (busyHelpers.get() > 0) {
      if (System.nanoTime() < end) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    Throwable first = failure.get();
    if (first instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (first instanceof Error error) {
      throw error;
    }
  }
}
