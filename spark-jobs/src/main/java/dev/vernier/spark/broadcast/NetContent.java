package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the driver has of a net that it sends: enough to write it and to load it, any number of
 * times, and no more in memory than it must.
 */
interface NetContent {

  /** What the net is called in messages: its param file. */
  String name();

  /**
   * Loads the net.
   *
   * @throws dev.vernier.engine.NetException if the content is no net
   */
  Net load();

  /** Writes the net as {@link SharedNet} reads it. */
  void writeTo(DataOutputStream out) throws IOException;
}
