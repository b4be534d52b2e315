package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.activation.Dropout;
import dev.vernier.engine.layer.pooling.Pooling;
import dev.vernier.engine.layer.shape.Flatten;
import dev.vernier.engine.layer.shape.Noop;
import dev.vernier.engine.layer.shape.Reshape;
import dev.vernier.engine.layer.shape.Split;
import java.util.ArrayList;
import java.util.List;

/** Takes away layers whose top is their bottom. */
final class Dropping implements Pass {

  /** Tells such layers. */
  interface Rule {
    /** Whether a layer's one top is its one bottom, of which so much is known. */
    boolean isIdentity(Layer layer, Extent bottom);
  }

  private final String name;
  private final Rule rule;

  Dropping(String name, Rule rule) {
    this.name = name;
    this.rule = rule;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> apply(NetGraph net) {
    BlobExtents extents = BlobExtents.of(net);
    List<String> gone = new ArrayList<>();
    int at = 0;
    while (at < net.size()) {
      StoredLayer layer = net.layer(at);
      List<String> bottoms = layer.spec().bottoms();
      if (bottoms.size() == 1
          && layer.spec().tops().size() == 1
          && rule.isIdentity(net.built(layer), extents.of(bottoms.get(0)))
          && net.shortCut(layer)) {
        gone.add(layer.spec().name());
      } else {
        at++;
      }
    }
    return gone;
  }

  static boolean isDropout(Layer layer, Extent bottom) {
    return layer instanceof Dropout dropout && dropout.scale() == 1f;
  }

  static boolean isNoop(Layer layer, Extent bottom) {
    return layer instanceof Noop;
  }

  static boolean isSplit(Layer layer, Extent bottom) {
    return layer instanceof Split;
  }

  /** Of less than three dimensions the top would have more, of four it would lose some. */
  static boolean isPointPooling(Layer layer, Extent bottom) {
    return layer instanceof Pooling pooling && pooling.isPoint() && bottom.dims() == 3;
  }

  static boolean isFlattenOfVector(Layer layer, Extent bottom) {
    return layer instanceof Flatten && bottom.dims() == 1;
  }

  /** Of a vector of another size than it says it could only fail. */
  static boolean isReshapeOfVector(Layer layer, Extent bottom) {
    return layer instanceof Reshape reshape && bottom.dims() == 1 && reshape.sizes().length == 1;
  }
}
