package dev.vernier.engine.quant;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scales of one layer as {@link OutputSearch} has chosen them.
 *
 * @param method whose they are
 * @param threshold where the layer's input is clipped, and its scale
 * @param weightScales scales of its weights; not to be written to
 * @param sqnr signal to noise of the layer's output in decibels under each method that was tried,
 *     in the order of trial; empty where there was no column to try them on
 */
public record LayerScales(
    CalibrationMethod method,
    Threshold threshold,
    float[] weightScales,
    Map<CalibrationMethod, Double> sqnr)
    implements Serializable {

  /** Copies the map. */
  public LayerScales {
    sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
  }
}
