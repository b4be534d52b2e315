package dev.vernier.engine.quantize;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.inspect.InputShapes;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.conv.FullyConnected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the 1 × 1 convolutions of vectors, as in squeeze and excitation, as InnerProduct: in int8
 * ncnn takes the vector for an image there, which gives wrong shapes and values.
 */
public final class VectorConvolutions {

  private VectorConvolutions() {}

  /**
   * A net without such convolutions; one run on zeros shows which they are, where there are any of
   * 1 × 1.
   *
   * @param inputs a mat for each input whose shape the net does not tell
   * @throws dev.vernier.engine.NetException if an input has no shape
   */
  public static StoredNet asInnerProducts(StoredNet stored, Map<String, Mat> inputs) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    if (net.layers().stream().allMatch(layer -> FullyConnected.of(layer).isEmpty())) {
      return stored;
    }
    Set<Layer> ofVectors = new HashSet<>();
    Extractor extractor = net.extractor(Option.defaults().withFusing(false));
    InputShapes.resolve(net, inputs).forEach(extractor::input);
    extractor.observe(
        (layer, bottoms, tops, nanos) -> {
          if (bottoms.length == 1 && bottoms[0].dims() == 1) {
            ofVectors.add(layer);
          }
        });
    extractor.extract(net.outputs().stream().mapToInt(Blob::index).toArray());
    List<StoredLayer> layers = new ArrayList<>();
    for (int i = 0; i < stored.layers().size(); i++) {
      StoredLayer layer = stored.layers().get(i);
      Layer built = net.layers().get(i);
      layers.add(
          FullyConnected.of(built)
              .filter(spec -> ofVectors.contains(built))
              .map(spec -> new StoredLayer(spec, layer.weights()))
              .orElse(layer));
    }
    return stored.withLayers(layers);
  }

  /** Names of the layers whose type differs between a net and what was made of it. */
  public static List<String> differing(StoredNet before, StoredNet after) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < before.layers().size(); i++) {
      LayerSpec spec = before.layers().get(i).spec();
      if (!after.layers().get(i).spec().type().equals(spec.type())) {
        names.add(spec.name());
      }
    }
    return names;
  }
}
