package dev.vernier.engine;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.Layer;

/**
 * Two layers of a net that can run as one: the second applies an activation to what the first
 * makes, and nobody else reads that.
 *
 * @param layer does what both do
 * @param second index of the second layer
 */
record Fusion(Layer layer, int second) {

  /** For each layer of a net what it fuses with, null for nothing. */
  static Fusion[] of(Net net) {
    Fusion[] fusions = new Fusion[net.layers().size()];
    for (int i = 0; i < fusions.length; i++) {
      if (net.tops(i).length == 1) {
        Blob between = net.blobs().get(net.tops(i)[0]);
        if (between.consumers().size() == 1) {
          fusions[i] = of(net, i, between.consumers().get(0));
        }
      }
    }
    return fusions;
  }

  private static Fusion of(Net net, int first, int second) {
    Activation activation = net.layers().get(second).asActivation();
    Layer layer = activation == null ? null : net.layers().get(first).activated(activation);
    return layer == null ? null : new Fusion(layer, second);
  }
}
