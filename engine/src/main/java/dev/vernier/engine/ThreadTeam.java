package dev.vernier.engine;

import dev.vernier.engine.kernel.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The thread that runs an extractor and those that help it with large layers, each with memory of
 * its own. The helpers come from one pool of the JVM and sleep when nobody needs them.
 */
final class ThreadTeam {

  /** The memory of one thread. */
  static final class ThreadScratch implements Scratch {
    private final float[][] arrays = new float[SLOTS][0];
    private final List<Object> objects = new ArrayList<>();

    @Override
    public float[] scratch(int slot, int length) {
      if (arrays[slot].length < length) {
        arrays[slot] = new float[length];
      }
      return arrays[slot];
    }

    @Override
    public <T> T own(Class<T> type, Supplier<T> make) {
      for (int i = 0; i < objects.size(); i++) {
        if (objects.get(i).getClass() == type) {
          return type.cast(objects.get(i));
        }
      }
      T made = make.get();
      objects.add(made);
      return made;
    }
  }

  private final ThreadScratch[] members;
  private final TeamHelper[] helpers;

  ThreadTeam(int threads) {
    members = new ThreadScratch[threads];
    for (int i = 0; i < threads; i++) {
      members[i] = new ThreadScratch();
    }
    helpers = new TeamHelper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new TeamHelper(members[i + 1]);
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
    SharedWork work = new SharedWork(parts, part, workers - 1);
    for (int i = 0; i < workers - 1; i++) {
      helpers[i].give(work);
    }
    work.run(members[0]);
    work.await();
  }
}
