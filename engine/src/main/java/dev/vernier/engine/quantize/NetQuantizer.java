package dev.vernier.engine.quantize;

import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.StaticallyQuantizable.ScaledWeight;
import dev.vernier.engine.layer.attention.SDPA;
import dev.vernier.engine.layer.math.Gemm;
import dev.vernier.engine.layer.math.Int8Gemm;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.TableLine;
import dev.vernier.engine.quantize.TableFault.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes an int8 net of an fp32 net and its calibration table, as ncnn2int8 does: weights become
 * integers, their scales and the input's follow them in the {@code .bin}, and the layer's
 * int8_scale_term says so. Layers without lines in the table stay as they are, but for Gemm and
 * SDPA, which need none.
 */
public final class NetQuantizer {
  private final CalibrationTable table;
  private final QuantizeOptions options;
  private final List<String> quantized = new ArrayList<>();

  private NetQuantizer(CalibrationTable table, QuantizeOptions options) {
    this.table = table;
    this.options = options;
  }

  /**
   * Quantises a net.
   *
   * @throws NetException if the table has faults that {@link TableLint} calls errors; the message
   *     names all of them
   */
  public static QuantizedNet quantize(
      StoredNet stored, CalibrationTable table, QuantizeOptions options) {
    Net net = Net.of(stored, LayerRegistry.builtin());
    String faults =
        TableLint.check(net, table).stream()
            .filter(fault -> fault.severity() == Severity.ERROR)
            .map(TableFault::toString)
            .collect(Collectors.joining("\n"));
    if (!faults.isEmpty()) {
      throw new NetException("the table does not fit " + stored.source() + ":\n" + faults);
    }
    NetQuantizer quantizer = new NetQuantizer(table, options);
    List<StoredLayer> layers = new ArrayList<>();
    for (int i = 0; i < stored.layers().size(); i++) {
      layers.add(quantizer.quantize(stored.layers().get(i), net.layers().get(i)));
    }
    RequantizeFusion fusion = new RequantizeFusion(net, table, quantizer.quantized);
    fusion.apply(layers);
    if (options.halfWeights()) {
      layers.replaceAll(StoredLayer::inHalfPrecision);
    }
    return new QuantizedNet(stored.withLayers(layers), quantizer.quantized, fusion.fused());
  }

  private StoredLayer quantize(StoredLayer stored, Layer layer) {
    if (options.keep().contains(layer.spec().name())) {
      return stored;
    }
    if (layer instanceof Gemm || layer instanceof SDPA) {
      // No table has lines for them: constants are scaled here, bottoms when the layer runs.
      quantized.add(layer.spec().name());
      return layer instanceof Gemm
          ? Int8Gemm.of(stored)
          : new StoredLayer(SDPA.inInt8(layer.spec()), stored.weights());
    }
    if (!(layer instanceof StaticallyQuantizable quantizable)
        || !hasLines(layer, quantizable)
        || quantizable.int8ScaleTerm().get(layer.spec()) != 0) {
      return stored;
    }
    List<StoredWeight> weights = new ArrayList<>(stored.weights());
    List<ScaledWeight> scaled = quantizable.scaledWeights();
    for (int i = 0; i < scaled.size(); i++) {
      float[] scales = scales(table.weights(layer.spec().name(), i).orElseThrow());
      Weight real = scaled.get(i).weight();
      weights.replaceAll(weight -> weight.weight() == real ? toInt8(real, scales) : weight);
      weights.add(StoredWeight.raw(scales));
    }
    if (layer instanceof Quantizable) {
      float scale = table.activation(layer.spec().name()).orElseThrow().scale(0);
      weights.add(StoredWeight.raw(new float[] {scale}));
    }
    quantized.add(layer.spec().name());
    LayerSpec spec = quantizable.int8ScaleTerm().set(layer.spec(), quantizable.int8Term());
    float[] correction = options.biasCorrections().get(layer.spec().name());
    if (correction != null && layer instanceof Quantizable biased) {
      correctBias(biased, correction, weights);
      spec = biased.biasTerm().set(spec, 1);
    }
    return new StoredLayer(spec, weights);
  }

  /** The bias stands behind the weights; a layer without one gets one. */
  private static void correctBias(
      Quantizable layer, float[] correction, List<StoredWeight> weights) {
    LayerSpec spec = ((Layer) layer).spec();
    float[] bias = layer.columnProduct().bias();
    if (correction.length != bias.length) {
      throw new NetException(
          spec.describe()
              + ": "
              + correction.length
              + " bias corrections, must be "
              + bias.length
              + ", one an output");
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] += correction[i];
    }
    if (layer.biasTerm().get(spec) == 1) {
      weights.set(1, StoredWeight.raw(bias));
    } else {
      weights.add(1, StoredWeight.raw(bias));
    }
  }

  private boolean hasLines(Layer layer, StaticallyQuantizable quantizable) {
    // The lint has seen to it that a layer has all its lines or none.
    return !quantizable.scaledWeights().isEmpty()
        && table.weights(layer.spec().name(), 0).isPresent();
  }

  /** The scales of a line as they are used. */
  static float[] scales(TableLine line) {
    float[] scales = line.scales();
    for (int i = 0; i < scales.length; i++) {
      // What the lint lets pass as infinite scales a channel without weights.
      scales[i] = Float.isInfinite(scales[i]) ? 1f : scales[i];
    }
    return scales;
  }

  private static StoredWeight toInt8(Weight real, float[] scales) {
    return StoredWeight.tagged(Weight.int8(Int8.quantize(real.toFloats(), scales)));
  }
}
