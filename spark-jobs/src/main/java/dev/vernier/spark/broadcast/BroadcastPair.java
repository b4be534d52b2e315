package dev.vernier.spark.broadcast;

import dev.vernier.engine.Option;
import dev.vernier.engine.compare.NetPair;
import java.io.Serializable;

/** An fp32 net and an int8 net of it on their way to the executors. */
public final class BroadcastPair implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final BroadcastNet real;
  private final BroadcastNet int8;
  private final BroadcastNet kept;

  /**
   * A pair.
   *
   * @param kept what gives the layers of the int8 net that are to stay fp32
   */
  BroadcastPair(BroadcastNet real, BroadcastNet int8, BroadcastNet kept) {
    this.real = real;
    this.int8 = int8;
    this.kept = kept;
  }

  /** This JVM's nets; the first call in a JVM loads them. */
  public NetPair pair() {
    return new NetPair(real.net(), int8.net(), kept.net());
  }

  /** How a task runs them: one thread, light mode. */
  public Option option() {
    return real.option();
  }

  /** Frees all but the fp32 net on the executors; that one belongs to whoever loaded it. */
  @Override
  public void close() {
    int8.close();
    if (kept != real) {
      kept.close();
    }
  }
}
