package dev.vernier.engine.quantize;

import java.util.Set;

/**
 * What may differ from one int8 net to another made from the same net and table.
 *
 * @param halfWeights whether weights that are not quantised are stored as fp16, as ncnn2int8 does
 * @param keep names of layers that stay as they are though the table, or ncnn's rule for layers
 *     without a table, would quantise them
 */
public record QuantizeOptions(boolean halfWeights, Set<String> keep) {

  /** Copies the set. */
  public QuantizeOptions {
    keep = Set.copyOf(keep);
  }

  /** As ncnn2int8 does. */
  public static QuantizeOptions defaults() {
    return new QuantizeOptions(true, Set.of());
  }
}
