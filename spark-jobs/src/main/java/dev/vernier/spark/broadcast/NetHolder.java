package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The nets of this JVM, by the fingerprint of their files. Thread-safe.
 *
 * <p>Spark keeps a broadcast value only as long as its memory manager likes, and deserialises it
 * again afterwards; the weights that kernels have packed would be lost with it. A net is held here
 * softly: one that tasks use is never dropped, an idle one only when the JVM is short of memory.
 * When nobody is left who asked for it, it goes with the last task that uses it.
 */
final class NetHolder {
  private static final Map<String, NetHolder> HOLDERS = new ConcurrentHashMap<>();

  private final Set<String> users = new HashSet<>();
  private Reference<Net> net = new WeakReference<>(null);
  private int loads;

  private NetHolder() {}

  /**
   * The net of that fingerprint; the loader is asked once, however many threads call at a time.
   *
   * @param user who asks, and says so when it is done
   */
  static Net get(String fingerprint, String user, Supplier<Net> loader) {
    return HOLDERS.computeIfAbsent(fingerprint, key -> new NetHolder()).get(user, loader);
  }

  /** A user is done with a net. */
  static void release(String fingerprint, String user) {
    NetHolder holder = HOLDERS.get(fingerprint);
    if (holder != null) {
      holder.release(user);
    }
  }

  /** How often that net has come here since nobody used it. */
  static int loads(String fingerprint) {
    NetHolder holder = HOLDERS.get(fingerprint);
    return holder == null ? 0 : holder.loads();
  }

  private synchronized Net get(String user, Supplier<Net> loader) {
    Net held = net.get();
    if (held == null) {
      held = loader.get();
      loads++;
    } else if (users.isEmpty()) {
      loads = 1;
    }
    if (users.isEmpty() || net.get() != held) {
      net = new SoftReference<>(held);
    }
    users.add(user);
    return held;
  }

  private synchronized void release(String user) {
    if (users.remove(user) && users.isEmpty()) {
      net = new WeakReference<>(net.get());
      loads = 0;
    }
  }

  private synchronized int loads() {
    return loads;
  }
}
