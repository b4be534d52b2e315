package dev.vernier.spark.calibrate;

import dev.vernier.engine.Net;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.StaticWeightLines;
import dev.vernier.engine.quant.Threshold;
import dev.vernier.engine.quant.ThresholdSearch;
import dev.vernier.engine.quant.WeightScales;
import dev.vernier.spark.JobException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the table: first the weights' lines, then, when samples have been seen, the others. */
final class TableMaker {
  private final Taps taps;
  private final CalibrationMethod method;
  private final ThresholdSearch search;
  private final CalibrationTable.Builder table = CalibrationTable.builder();
  private final List<LayerScale> scales = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Scales the weights.
   *
   * @throws JobException if they are int8 already or not finite
   */
  TableMaker(Net net, Taps taps, CalibrationMethod method, ThresholdSearch search) {
    this.taps = taps;
    this.method = method;
    this.search = search;
    for (Layer layer : taps.layers()) {
      addWeights(layer);
    }
    try {
      StaticWeightLines.add(net, table);
    } catch (IllegalArgumentException e) {
      throw new JobException(e.getMessage(), e);
    }
  }

  private void addWeights(Layer layer) {
    String name = layer.spec().name();
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
    table.weights(name, found.scales());
    int[] zeros = found.zeroChannels();
    if (zeros.length > 0) {
      warnings.add(
          "layer \""
              + name
              + "\": "
              + zeros.length
              + " of "
              + quantizable.scaleCount()
              + " channels have no weight but zeros, their scale is 1: "
              + Arrays.toString(zeros));
    }
  }

  /** Finds the scales of the tapped blobs, all cores at a time, and returns the table. */
  CalibrationTable table(List<BlobStatistics> statistics) {
    List<Threshold> thresholds = statistics.parallelStream().map(search::search).toList();
    Map<String, Integer> places = new HashMap<>();
    taps.blobs().forEach(blob -> places.put(blob, places.size()));
    for (Layer layer : taps.layers()) {
      int place = places.get(Taps.blobOf(layer));
      addActivation(layer, thresholds.get(place), statistics.get(place).absMax());
    }
    return table.build();
  }

  private void addActivation(Layer layer, Threshold threshold, AbsMax absMax) {
    String name = layer.spec().name();
    String blob = Taps.blobOf(layer);
    try {
      table.activation(name, threshold.scale());
    } catch (IllegalArgumentException e) {
      throw new JobException("no scale for " + e.getMessage() + "; " + absMax, e);
    }
    scales.add(
        new LayerScale(
            name,
            layer.spec().type(),
            blob,
            absMax.value(),
            threshold.threshold(),
            threshold.scale()));
    String where = "layer \"" + name + "\": its input \"" + blob + "\" ";
    if (threshold.degenerate()) {
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
