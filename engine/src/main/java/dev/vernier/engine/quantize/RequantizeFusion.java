package dev.vernier.engine.quantize;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Net;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.shape.Split;
import dev.vernier.engine.quant.CalibrationTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a quantised convolution write int8 where all who read it, directly or through one Split, are
 * quantised convolutions with one input scale: it then multiplies by their input's scale, and the
 * blob between them takes a quarter of the memory.
 */
final class RequantizeFusion {
  /** Added to int8_scale_term where the scale of an int8 top follows the others. */
  private static final int INT8_TOP = 100;

  private final Net net;
  private final CalibrationTable table;
  private final List<String> quantized;
  private final List<String> fused = new ArrayList<>();

  RequantizeFusion(Net net, CalibrationTable table, List<String> quantized) {
    this.net = net;
    this.table = table;
    this.quantized = quantized;
  }

  /** Rewrites the layers that can be fused. */
  void apply(List<StoredLayer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec spec = layers.get(i).spec();
      if (isQuantizedConvolution(spec)) {
        List<LayerSpec> readers = readers(net.blob(spec.tops().get(0)));
        if (!readers.isEmpty()
            && readers.stream().allMatch(this::isQuantizedConvolution)
            && readers.stream().map(this::inputScale).distinct().count() == 1) {
          layers.set(i, withInt8Top(layers.get(i), net.layers().get(i), readers.get(0)));
          fused.add(spec.name());
        }
      }
    }
  }

  /** Names of the layers that were rewritten. */
  List<String> fused() {
    return fused;
  }

  private boolean isQuantizedConvolution(LayerSpec spec) {
    boolean convolution =
        spec.type().equals("Convolution") || spec.type().equals("ConvolutionDepthWise");
    return convolution && quantized.contains(spec.name());
  }

  private float inputScale(LayerSpec reader) {
    return table.activation(reader.name()).orElseThrow().scale(0);
  }

  /** Who reads a blob, looking through one Split. */
  private List<LayerSpec> readers(Blob blob) {
    List<LayerSpec> readers = new ArrayList<>();
    for (int consumer : blob.consumers()) {
      Layer layer = net.layers().get(consumer);
      if (layer instanceof Split) {
        for (String top : layer.spec().tops()) {
          List<Integer> behind = net.blob(top).consumers();
          if (behind.isEmpty()) {
            // Somebody may extract it, in fp32.
            return List.of();
          }
          behind.forEach(index -> readers.add(net.layers().get(index).spec()));
        }
      } else {
        readers.add(layer.spec());
      }
    }
    return readers;
  }

  private StoredLayer withInt8Top(StoredLayer stored, Layer layer, LayerSpec reader) {
    List<StoredWeight> weights = new ArrayList<>(stored.weights());
    weights.add(StoredWeight.raw(new float[] {inputScale(reader)}));
    IntParam term = ((Quantizable) layer).int8ScaleTerm();
    LayerSpec spec = term.set(stored.spec(), term.get(stored.spec()) + INT8_TOP);
    return new StoredLayer(spec, weights);
  }
}
