package dev.vernier.engine.io;

import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer as a net's files hold it.
 *
 * @param spec what the {@code .param} says of it
 * @param weights its part of the {@code .bin}, in the order in which it asks for them
 */
public record StoredLayer(LayerSpec spec, List<StoredWeight> weights) implements Serializable {

  /** Copies the list. */
  public StoredLayer {
    weights = List.copyOf(weights);
  }

  /**
   * The layer, sharing these weights.
   *
   * @throws dev.vernier.engine.NetException if it does not take its parameters or weights
   */
  public Layer build(LayerRegistry registry) {
    StoredWeights source = new StoredWeights(List.of(this));
    source.startLayer(spec);
    return registry.factory(spec).create(spec, source);
  }

  /** The same weights under another description. */
  public StoredLayer withSpec(LayerSpec other) {
    return new StoredLayer(other, weights);
  }

  /** The same layer with its tagged weights, but for int8, in half precision. */
  public StoredLayer inHalfPrecision() {
    List<StoredWeight> halves = new ArrayList<>(weights);
    halves.replaceAll(
        stored ->
            stored.tagged() && stored.weight().storage() != Weight.Storage.INT8
                ? StoredWeight.tagged(stored.weight().toHalf())
                : stored);
    return new StoredLayer(spec, halves);
  }
}
