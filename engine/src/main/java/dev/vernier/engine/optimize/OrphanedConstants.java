package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.shape.MemoryData;
import java.util.ArrayList;
import java.util.List;

/** Takes away constants that nobody reads, unless nothing else would come out of the net. */
final class OrphanedConstants implements Pass {

  @Override
  public String name() {
    return "drop unread constant";
  }

  @Override
  public List<String> apply(NetGraph net) {
    List<StoredLayer> orphans = new ArrayList<>();
    boolean othersUnread = false;
    for (StoredLayer layer : net.layers()) {
      boolean constant = net.built(layer) instanceof MemoryData;
      boolean unread = layer.spec().tops().stream().anyMatch(top -> net.readers(top).isEmpty());
      othersUnread |= unread && !constant;
      if (unread && constant) {
        orphans.add(layer);
      }
    }
    List<String> gone = new ArrayList<>();
    if (othersUnread) {
      for (StoredLayer orphan : orphans) {
        net.release(orphan.spec().tops().get(0));
        if (net.producer(orphan.spec().tops().get(0)) == null) {
          gone.add(orphan.spec().name());
        }
      }
    }
    return gone;
  }
}
