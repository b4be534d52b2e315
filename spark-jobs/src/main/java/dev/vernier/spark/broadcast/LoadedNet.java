package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A net that is in memory and in no files, such as what a job has made of another one.
 *
 * @param net the net
 */
record LoadedNet(Net net) implements NetContent {

  @Override
  public String name() {
    return net.name();
  }

  @Override
  public Net load() {
    return net;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    SharedNet.writeObject(out, net);
  }
}
