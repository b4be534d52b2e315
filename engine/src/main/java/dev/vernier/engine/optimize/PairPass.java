package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one layer of two, of which the second alone reads what the first makes. */
final class PairPass implements Pass {

  /** Makes the one layer, where there is such a thing. */
  interface Rule {
    /**
     * The layer that does what both do.
     *
     * @param first a layer of one top
     * @param second its only reader
     * @param extents what is known of the blobs' shapes
     */
    Optional<StoredLayer> fuse(
        NetGraph net, StoredLayer first, StoredLayer second, BlobExtents extents);
  }

  private final String name;
  private final Rule rule;

  PairPass(String name, Rule rule) {
    this.name = name;
    this.rule = rule;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> apply(NetGraph net) {
    BlobExtents extents = BlobExtents.of(net);
    List<String> gone = new ArrayList<>();
    for (StoredLayer layer : net.layers()) {
      Optional<StoredLayer> second = net.follower(layer);
      if (second.isPresent()) {
        Optional<StoredLayer> fused = rule.fuse(net, layer, second.get(), extents);
        if (fused.isPresent()) {
          net.fuse(layer, second.get(), fused.get());
          gone.add(second.get().spec().name());
        }
      }
    }
    return gone;
  }
}
