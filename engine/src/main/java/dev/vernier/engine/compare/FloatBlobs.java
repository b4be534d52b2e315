package dev.vernier.engine.compare;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.Quantizable;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes the fusion of requantisation: every int8 layer gives floats, and the next one quantises
 * them by the same scale. The net's answers stay bit for bit what they were.
 */
public final class FloatBlobs {
  /** int8_scale_term above this: the scale of an int8 top follows the other weights. */
  private static final int INT8_TOP = 100;

  private FloatBlobs() {}

  /** The same net without int8 blobs between its layers. */
  public static StoredNet of(StoredNet stored) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    List<StoredLayer> layers = new ArrayList<>();
    for (int i = 0; i < stored.layers().size(); i++) {
      layers.add(withFloatTop(stored.layers().get(i), net.layers().get(i)));
    }
    return stored.withLayers(layers);
  }

  private static StoredLayer withFloatTop(StoredLayer stored, Layer layer) {
    if (!(layer instanceof Quantizable quantizable)) {
      return stored;
    }
    IntParam term = quantizable.int8ScaleTerm();
    int value = term.get(stored.spec());
    if (value <= INT8_TOP) {
      return stored;
    }
    List<StoredWeight> weights = stored.weights().subList(0, stored.weights().size() - 1);
    return new StoredLayer(term.set(stored.spec(), value - INT8_TOP), weights);
  }
}
