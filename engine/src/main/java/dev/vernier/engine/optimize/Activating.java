package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.conv.FoldableLayer;
import java.util.Optional;

/** Lets convolutions and fully connected layers apply the activation behind them. */
final class Activating {

  private Activating() {}

  /** The first layer with the second's activation. */
  static Optional<StoredLayer> fuse(
      NetGraph net, StoredLayer first, StoredLayer second, BlobExtents extents) {
    Activation activation = net.built(second).asActivation();
    return activation == null
        ? Optional.empty()
        : FoldableLayer.of(first, net.built(first))
            .filter(FoldableLayer::takesActivation)
            .flatMap(layer -> layer.activated(activation));
  }
}
