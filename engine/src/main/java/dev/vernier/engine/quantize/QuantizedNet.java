package dev.vernier.engine.quantize;

import dev.vernier.engine.io.StoredNet;
import java.util.List;

/**
 * An int8 net and how it came about.
 *
 * @param net the net, to be written or run
 * @param quantized names of the layers that were quantised
 * @param fused names of those whose top is int8 for the next layer
 */
public record QuantizedNet(StoredNet net, List<String> quantized, List<String> fused) {

  /** Copies the lists. */
  public QuantizedNet {
    quantized = List.copyOf(quantized);
    fused = List.copyOf(fused);
  }
}
