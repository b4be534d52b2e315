package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The nets of this JVM, by the fingerprint of their files. Thread-safe.
 *
 * <p>Spark keeps a broadcast value only as long as its memory manager likes, and deserialises it
 * again afterwards; the weights that kernels have packed would be lost with it. A net is held here
 * softly: one that tasks use is never dropped, an idle one only when the JVM is short of memory.
 */
final class NetHolder {
  private static final Map<String, NetHolder> HOLDERS = new ConcurrentHashMap<>();

  private SoftReference<Net> net = new SoftReference<>(null);
  private int loads;

  private NetHolder() {}

  /** The net of that fingerprint; the loader is asked once, however many threads call at a time. */
  static Net get(String fingerprint, Supplier<Net> loader) {
    return HOLDERS.computeIfAbsent(fingerprint, key -> new NetHolder()).get(loader);
  }

  /** How often a loader has been asked for that net since this JVM started. */
  static int loads(String fingerprint) {
    NetHolder holder = HOLDERS.get(fingerprint);
    return holder == null ? 0 : holder.loads();
  }

  private synchronized Net get(Supplier<Net> loader) {
    Net held = net.get();
    if (held == null) {
      held = loader.get();
      net = new SoftReference<>(held);
      loads++;
    }
    return held;
  }

  private synchronized int loads() {
    return loads;
  }
}
