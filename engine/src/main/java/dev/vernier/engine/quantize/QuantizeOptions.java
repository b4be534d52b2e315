package dev.vernier.engine.quantize;

import java.util.Map;
import java.util.Set;

/**
 * What may differ from one int8 net to another made from the same net and table.
 *
 * @param halfWeights whether weights that are not quantised are stored as fp16, as ncnn2int8 does
 * @param keep names of layers that stay as they are though the table, or ncnn's rule for layers
 *     without a table, would quantise them
 * @param biasCorrections what is added to the biases of quantised layers, by their names, a number
 *     an output; see {@link BiasCorrection}
 */
public record QuantizeOptions(
    boolean halfWeights, Set<String> keep, Map<String, float[]> biasCorrections) {

  /** Copies the collections. */
  public QuantizeOptions {
    keep = Set.copyOf(keep);
    biasCorrections = Map.copyOf(biasCorrections);
  }

  /** Without bias correction. */
  public QuantizeOptions(boolean halfWeights, Set<String> keep) {
    this(halfWeights, keep, Map.of());
  }

  /** As ncnn2int8 does. */
  public static QuantizeOptions defaults() {
    return new QuantizeOptions(true, Set.of());
  }

  /** The same with these corrections. */
  public QuantizeOptions withBiasCorrections(Map<String, float[]> corrections) {
    return new QuantizeOptions(halfWeights, keep, corrections);
  }
}
