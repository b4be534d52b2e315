package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
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
}
