package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;
import java.util.Iterator;
import java.util.List;

/** Gives the layers of a stored net their weights again. */
final class StoredWeights implements WeightSource {
  private final Iterator<StoredLayer> layers;
  private LayerSpec layer;
  private Iterator<StoredWeight> weights;

  StoredWeights(List<StoredLayer> layers) {
    this.layers = layers.iterator();
  }

  @Override
  public void startLayer(LayerSpec next) {
    layer = next;
    weights = layers.next().weights().iterator();
  }

  @Override
  public Weight tagged(int count) {
    return next(count, true);
  }

  @Override
  public float[] raw(int count) {
    return next(count, false).toFloats();
  }

  private Weight next(int count, boolean tagged) {
    String asked = count + " weights " + (tagged ? "with" : "without") + " a storage tag";
    if (!weights.hasNext()) {
      throw new WeightFormatException(
          layer.describe() + ": asks for " + asked + ", none are stored for it");
    }
    StoredWeight found = weights.next();
    if (found.weight().count() != count || found.tagged() != tagged) {
      throw new WeightFormatException(
          layer.describe()
              + ": asks for "
              + asked
              + ", stored are "
              + found.weight().count()
              + (found.tagged() ? " with" : " without")
              + " one");
    }
    return found.weight();
  }
}
