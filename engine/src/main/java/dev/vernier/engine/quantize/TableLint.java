package dev.vernier.engine.quantize;

import dev.vernier.engine.Net;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.StaticallyQuantizable.ScaledWeight;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.TableLine;
import dev.vernier.engine.quantize.TableFault.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a calibration table against its net, line by line: layers that are not there or take no
 * scales, wrong numbers of scales, scales that are infinite, NaN, zero or negative, and lines whose
 * other half is missing.
 */
public final class TableLint {
  private final Map<String, Layer> layers = new HashMap<>();
  private final CalibrationTable table;
  private final List<TableFault> faults = new ArrayList<>();

  private TableLint(Net net, CalibrationTable table) {
    this.table = table;
    for (Layer layer : net.layers()) {
      layers.put(layer.spec().name(), layer);
    }
  }

  /** All faults in the order of the lines. */
  public static List<TableFault> check(Net net, CalibrationTable table) {
    TableLint lint = new TableLint(net, table);
    table.lines().forEach(lint::check);
    return List.copyOf(lint.faults);
  }

  private void check(TableLine line) {
    Layer layer = layers.get(line.layer());
    if (layer == null) {
      error(line, "the net has no such layer");
    } else if (!(layer instanceof StaticallyQuantizable quantizable)
        || quantizable.scaledWeights().isEmpty()
        || (line.isActivation() && !(layer instanceof Quantizable))) {
      String kind = line.isActivation() ? "scale of its input" : "weight scales";
      error(line, "is a " + layer.spec().type() + ", which takes no " + kind);
    } else if (line.isActivation()) {
      checkScales(line, null);
      checkCompanion(line, 0);
    } else {
      checkWeights(line, layer, quantizable.scaledWeights());
    }
  }

  private void checkWeights(TableLine line, Layer layer, List<ScaledWeight> weights) {
    if (line.param() >= weights.size()) {
      error(
          line,
          "weight "
              + line.param()
              + " of a "
              + layer.spec().type()
              + ", which has "
              + weights.size());
      return;
    }
    ScaledWeight weight = weights.get(line.param());
    if (line.count() != weight.scaleCount()) {
      error(line, "has " + line.count() + " weight scales, must have " + weight.scaleCount());
      return;
    }
    checkScales(line, weight.weight().toFloats());
    if (layer instanceof Quantizable) {
      checkCompanion(line, TableLine.ACTIVATION);
    } else {
      for (int i = 0; i < weights.size(); i++) {
        checkCompanion(line, i);
      }
    }
  }

  private void checkScales(TableLine line, float[] weights) {
    int unused = 0;
    for (int i = 0; i < line.count(); i++) {
      String fault = line.fault(i);
      if (fault == null) {
        continue;
      }
      if (line.scale(i) == Float.POSITIVE_INFINITY
          && weights != null
          && allZero(weights, i, line)) {
        unused++;
      } else {
        faults.add(new TableFault(Severity.ERROR, line.lineNumber(), line.layer(), fault));
      }
    }
    if (unused > 0) {
      faults.add(
          new TableFault(
              Severity.WARNING,
              line.lineNumber(),
              line.layer(),
              unused
                  + " weight scales are inf, of channels whose weights are all zero: taken as 1"));
    }
  }

  private static boolean allZero(float[] weights, int channel, TableLine line) {
    int run = weights.length / line.count();
    for (int i = channel * run; i < (channel + 1) * run; i++) {
      if (weights[i] != 0f) {
        return false;
      }
    }
    return true;
  }

  private void checkCompanion(TableLine line, int param) {
    boolean there =
        param == TableLine.ACTIVATION
            ? table.activation(line.layer()).isPresent()
            : table.weights(line.layer(), param).isPresent();
    if (!there) {
      String missing =
          param == TableLine.ACTIVATION ? line.layer() : line.layer() + "_param_" + param;
      error(line, "its other line, \"" + missing + "\", is missing");
    }
  }

  private void error(TableLine line, String problem) {
    faults.add(new TableFault(Severity.ERROR, line.lineNumber(), line.layer(), problem));
  }
}
