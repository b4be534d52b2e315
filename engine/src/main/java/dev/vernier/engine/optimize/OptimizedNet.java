package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredNet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A simpler net and how it came about.
 *
 * @param net the net, to be written or run
 * @param changes by pass, in their order, the names of the layers that went or were replaced;
 *     without passes that found none
 */
public record OptimizedNet(StoredNet net, Map<String, List<String>> changes) {

  /** Copies the map, in its order. */
  public OptimizedNet {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    changes.forEach((pass, names) -> copy.put(pass, List.copyOf(names)));
    changes = Collections.unmodifiableMap(copy);
  }
}
