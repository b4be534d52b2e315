package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.activation.PReLU;
import dev.vernier.engine.layer.conv.FoldableLayer;
import dev.vernier.engine.layer.conv.FullyConnected;
import dev.vernier.engine.layer.math.Reduction;
import dev.vernier.engine.layer.pooling.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts a simpler layer in the place of one. */
final class Replacing implements Pass {
  private static final Set<Integer> PLANE = Set.of(1, 2);

  /** Makes the simpler layer. */
  interface Rule {
    /** The layer that does the same, if its bottom, of which so much is known, lets it. */
    Optional<StoredLayer> simpler(StoredLayer stored, Layer layer, Extent bottom);
  }

  private final String name;
  private final Rule rule;

  Replacing(String name, Rule rule) {
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
    List<String> replaced = new ArrayList<>();
    for (StoredLayer layer : net.layers()) {
      if (!layer.spec().bottoms().isEmpty()) {
        Extent bottom = extents.of(layer.spec().bottoms().get(0));
        Optional<StoredLayer> simpler = rule.simpler(layer, net.built(layer), bottom);
        if (simpler.isPresent()) {
          net.replace(layer, simpler.get());
          replaced.add(layer.spec().name());
        }
      }
    }
    return replaced;
  }

  /** A PReLU of one slope is a ReLU. */
  static Optional<StoredLayer> sharedSlope(StoredLayer stored, Layer layer, Extent bottom) {
    LayerSpec relu = layer instanceof PReLU prelu ? prelu.asReLU() : null;
    return Optional.ofNullable(relu).map(spec -> new StoredLayer(spec, List.of()));
  }

  /** A 1 x 1 convolution of a vector is a fully connected layer. */
  static Optional<StoredLayer> convolutionOfVector(StoredLayer stored, Layer layer, Extent bottom) {
    boolean vector =
        FoldableLayer.of(stored, layer)
            .filter(foldable -> bottom.dims() == 1 && foldable.topDims(1) == 1)
            .isPresent();
    return vector ? FullyConnected.of(layer).map(stored::withSpec) : Optional.empty();
  }

  /** The mean along both axes of an image, all sizes gone, is a global pooling. */
  static Optional<StoredLayer> meanOfPlane(StoredLayer stored, Layer layer, Extent bottom) {
    boolean plane =
        layer instanceof Reduction reduction
            && bottom.dims() == 3
            && reduction.isPlainMean()
            && PLANE.equals(reduction.reduced(3));
    return plane ? pooling(stored) : Optional.empty();
  }

  /** So are the means along one axis and then the other. */
  static Optional<StoredLayer> meanOfMeans(
      NetGraph net, StoredLayer first, StoredLayer second, BlobExtents extents) {
    boolean means =
        net.built(first) instanceof Reduction one
            && net.built(second) instanceof Reduction other
            && extents.of(first.spec().bottoms().get(0)).dims() == 3
            && one.isPlainMean()
            && other.isPlainMean()
            && (Set.of(1).equals(one.reduced(3)) || Set.of(2).equals(one.reduced(3)))
            && Set.of(1).equals(other.reduced(2));
    return means ? pooling(second) : Optional.empty();
  }

  private static Optional<StoredLayer> pooling(StoredLayer stored) {
    return Optional.of(new StoredLayer(Pooling.meanOfChannels(stored.spec()), List.of()));
  }
}
