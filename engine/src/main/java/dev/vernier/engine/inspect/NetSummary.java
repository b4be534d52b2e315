package dev.vernier.engine.inspect;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.ShapeHint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a net is made of and what a run of it costs, found by running it once on zeros.
 *
 * @param net what the net is called
 * @param layers the layers that its outputs need, in the order in which they run
 * @param blobs how many blobs the net has
 * @param weightBytes bytes of all its weights, as stored
 * @param multiplyAdds multiply-adds of one run
 * @param bufferBytes the most bytes of blobs that one extractor holds in light mode
 * @param scratchBytes the most bytes that its kernels work in besides
 */
public record NetSummary(
    String net,
    List<LayerSummary> layers,
    int blobs,
    long weightBytes,
    long multiplyAdds,
    long bufferBytes,
    long scratchBytes) {

  /** Copies the list. */
  public NetSummary {
    layers = List.copyOf(layers);
  }

  /**
   * Summarises a net.
   *
   * @param inputs a mat for each input whose shape the net does not tell, or all
   * @throws dev.vernier.engine.NetException if an input has no shape
   */
  public static NetSummary of(Net net, Map<String, Mat> inputs) {
    Extractor extractor = net.extractor(Option.defaults().withFusing(false));
    List<LayerSummary> layers = new ArrayList<>();
    Map<String, Mat> given = InputShapes.resolve(net, inputs);
    given.forEach(extractor::input);
    extractor.observe((layer, in, out, nanos) -> layers.add(summarise(net, layer, in, out)));
    int[] outputs = net.outputs().stream().mapToInt(Blob::index).toArray();
    extractor.extract(outputs);
    // As it is run otherwise, layers fused.
    Extractor usual = net.extractor();
    given.forEach(usual::input);
    usual.extract(outputs);
    return new NetSummary(
        net.name(),
        layers,
        net.blobs().size(),
        net.layers().stream().mapToLong(Layer::weightBytes).sum(),
        layers.stream().mapToLong(LayerSummary::multiplyAdds).sum(),
        usual.bufferBytes(),
        usual.scratchBytes());
  }

  private static LayerSummary summarise(Net net, Layer layer, Mat[] bottoms, Mat[] tops) {
    return new LayerSummary(
        net.layers().indexOf(layer),
        layer.spec().type(),
        layer.spec().name(),
        Arrays.stream(bottoms).map(Mat::describe).toList(),
        Arrays.stream(tops).map(Mat::describe).toList(),
        ShapeHint.of(layer.spec()).stream().map(ShapeHint::describe).toList(),
        params(layer),
        layer.weightBytes(),
        layer.multiplyAdds(bottoms, tops));
  }

  private static String params(Layer layer) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Integer, Serializable> param : layer.spec().params().values().entrySet()) {
      if (param.getKey() != ParamDict.SHAPE_HINT) {
        text.append(text.isEmpty() ? "" : " ").append(param.getKey()).append('=');
        text.append(show(param.getValue()));
      }
    }
    return text.toString();
  }

  private static String show(Serializable value) {
    if (value instanceof int[] wholes) {
      return Arrays.toString(wholes);
    }
    if (value instanceof float[] reals) {
      return Arrays.toString(reals);
    }
    return value.toString();
  }
}
