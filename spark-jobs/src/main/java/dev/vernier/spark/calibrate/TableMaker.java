package dev.vernier.spark.calibrate;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.LayerScales;
import dev.vernier.engine.quant.StaticWeightLines;
import dev.vernier.engine.quant.Threshold;
import dev.vernier.engine.quant.ThresholdSearch;
import dev.vernier.engine.quant.WeightScales;
import dev.vernier.spark.JobException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the table: weights are looked at first, the rest when samples have been seen. */
final class TableMaker {
  private final CalibrationMethod method;
  private final Map<String, float[]> weightScales = new HashMap<>();
  private final CalibrationTable.Builder table = CalibrationTable.builder();
  private final List<LayerScale> scales = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Scales the weights.
   *
   * @throws JobException if they are int8 already or not finite
   */
  TableMaker(Net net, Taps taps, CalibrationMethod method) {
    this.method = method;
    for (Taps.Tap tap : taps.taps()) {
      scaleWeights(tap, net.layers().get(tap.index()));
    }
    try {
      StaticWeightLines.add(net, table);
    } catch (IllegalArgumentException e) {
      throw new JobException(e.getMessage(), e);
    }
  }

  private void scaleWeights(Taps.Tap tap, Layer layer) {
    Quantizable quantizable = (Quantizable) layer;
    Weight weight = quantizable.weight();
    if (weight.storage() == Weight.Storage.INT8) {
      throw new JobException(
          layer.spec().describe() + ": its weights are int8 already, expected an fp32 net");
    }
    WeightScales found;
    try {
      found =
          WeightScales.of(
              weight.toFloats(), quantizable.scaleCount(), quantizable.weightBits(), method);
    } catch (IllegalArgumentException e) {
      throw new JobException(layer.spec().describe() + ": " + e.getMessage(), e);
    }
    weightScales.put(tap.name(), found.scales());
    int[] zeros = found.zeroChannels();
    if (zeros.length > 0) {
      warnings.add(
          "layer \""
              + tap.name()
              + "\": "
              + zeros.length
              + " of "
              + quantizable.scaleCount()
              + " channels have no weight but zeros, their scale is 1: "
              + Arrays.toString(zeros));
    }
  }

  /**
   * Finds a threshold for each layer's input, all cores at a time; the weights keep their scales.
   */
  List<LayerScales> search(List<LayerStatistics> layers, ThresholdSearch search) {
    Map<String, Threshold> byBlob =
        layers.stream()
            .collect(Collectors.toMap(LayerStatistics::blob, l -> l, (one, same) -> one))
            .values()
            .parallelStream()
            .collect(Collectors.toMap(LayerStatistics::blob, l -> search.search(l.input())));
    List<LayerScales> found = new ArrayList<>();
    for (LayerStatistics layer : layers) {
      Threshold threshold = byBlob.get(layer.blob());
      found.add(new LayerScales(method, threshold, weightScales.get(layer.name()), Map.of()));
    }
    return found;
  }

  /** The table of the scales that were found, in the order of the layers. */
  CalibrationTable table(List<LayerStatistics> layers, List<LayerScales> found) {
    for (int i = 0; i < layers.size(); i++) {
      LayerStatistics layer = layers.get(i);
      try {
        table.weights(layer.name(), found.get(i).weightScales());
        table.activation(layer.name(), found.get(i).threshold().scale());
      } catch (IllegalArgumentException e) {
        throw new JobException("no scale for " + e.getMessage() + "; " + layer.input().absMax(), e);
      }
      describe(layer, found.get(i));
    }
    return table.build();
  }

  private void describe(LayerStatistics layer, LayerScales found) {
    AbsMax absMax = layer.input().absMax();
    Map<String, Double> sqnr = new LinkedHashMap<>();
    found.sqnr().forEach((tried, decibels) -> sqnr.put(tried.label(), decibels));
    scales.add(
        new LayerScale(
            layer.name(),
            layer.type(),
            layer.blob(),
            absMax.value(),
            found.threshold().threshold(),
            found.threshold().scale(),
            found.method().label(),
            sqnr));
    String where = "layer \"" + layer.name() + "\": its input \"" + layer.blob() + "\" ";
    if (found.threshold().degenerate()) {
      warnings.add(where + "is zero in every sample, its scale is 1");
    }
    if (absMax.nans() + absMax.infinities() > 0) {
      warnings.add(
          where
              + "holds "
              + absMax.nans()
              + " NaN and "
              + absMax.infinities()
              + " infinite values, which are left out");
    }
  }

  /** What was found for each layer's input. */
  List<LayerScale> scales() {
    return scales;
  }

  /** What the user should look at, weights first. */
  List<String> warnings() {
    return warnings;
  }
}
