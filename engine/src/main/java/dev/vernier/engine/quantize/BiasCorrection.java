package dev.vernier.engine.quantize;

import dev.vernier.engine.Net;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.Columns;
import dev.vernier.engine.quant.ProductTrial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has to be added to the biases of an int8 net so that the mean of every output channel,
 * before its activation, is that of the fp32 net. Source: Nagel, van Baalen, Blankevoort and
 * Welling, "Data-free quantization through weight equalization and bias correction", with means
 * measured on samples.
 */
public final class BiasCorrection {

  private BiasCorrection() {}

  /**
   * The corrections by layer, a number an output; for layers that the table has lines for and that
   * there are columns of.
   *
   * @param net the fp32 net
   * @param table its scales
   * @param columns samples of the layers' inputs by the layers' names
   * @param kernels what computes
   * @throws IllegalArgumentException if columns do not fit their layer; the message names it
   */
  public static Map<String, float[]> of(
      Net net, CalibrationTable table, Map<String, Columns> columns, Kernels kernels) {
    Map<String, float[]> corrections = new LinkedHashMap<>();
    for (Layer layer : net.layers()) {
      String name = layer.spec().name();
      Columns sample = columns.get(name);
      if (!(layer instanceof Quantizable quantizable)
          || sample == null
          || sample.count() == 0
          || table.activation(name).isEmpty()
          || table.weights(name, 0).isEmpty()) {
        continue;
      }
      try {
        ProductTrial trial = new ProductTrial(quantizable, sample, kernels);
        trial.setInputScale(table.activation(name).orElseThrow().scale(0));
        trial.setWeightScales(NetQuantizer.scales(table.weights(name, 0).orElseThrow()));
        corrections.put(name, trial.meanErrors());
      } catch (IllegalArgumentException problem) {
        throw new IllegalArgumentException(
            layer.spec().describe() + ": " + problem.getMessage(), problem);
      }
    }
    return corrections;
  }
}
