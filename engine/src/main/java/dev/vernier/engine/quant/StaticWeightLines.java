package dev.vernier.engine.quant;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.StaticallyQuantizable.ScaledWeight;
import java.util.List;

/**
 * The lines of a table for weights that no sample is needed for: of Embed, MultiHeadAttention, RNN,
 * LSTM and GRU, in this order as ncnn2table has it. A scale is 127 over the absmax of its run, or 1
 * where that is 0, whatever the method.
 */
public final class StaticWeightLines {
  private static final List<String> TYPES =
      List.of("Embed", "MultiHeadAttention", "RNN", "LSTM", "GRU");

  private StaticWeightLines() {}

  /**
   * Adds the lines of a net's layers; those whose weights are int8 already have none.
   *
   * @throws IllegalArgumentException if a weight is not finite; the message names the layer
   */
  public static void add(Net net, CalibrationTable.Builder table) {
    for (String type : TYPES) {
      for (Layer layer : net.layers()) {
        if (layer.spec().type().equals(type)
            && layer instanceof StaticallyQuantizable quantizable
            && !(layer instanceof Quantizable)) {
          add(layer, quantizable.scaledWeights(), table);
        }
      }
    }
  }

  private static void add(Layer layer, List<ScaledWeight> weights, CalibrationTable.Builder table) {
    for (int param = 0; param < weights.size(); param++) {
      ScaledWeight scaled = weights.get(param);
      if (scaled.weight().storage() == Weight.Storage.INT8) {
        return;
      }
      try {
        WeightScales scales =
            WeightScales.of(
                scaled.weight().toFloats(),
                scaled.scaleCount(),
                WeightScales.BITS,
                CalibrationMethod.MINMAX);
        table.staticWeights(layer.spec().name(), param, scales.scales());
      } catch (IllegalArgumentException problem) {
        throw new IllegalArgumentException(
            layer.spec().describe() + ": " + problem.getMessage(), problem);
      }
    }
  }
}
