package dev.vernier.spark.calibrate;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What calibration found for one layer's input.
 *
 * @param layer name of the layer
 * @param type its operator
 * @param blob name of the blob that it reads
 * @param absMax largest magnitude over all samples
 * @param threshold magnitude that becomes 127
 * @param scale 127 / threshold, as the table holds it; 1 where the blob is zero throughout
 * @param method whose scales the layer has: with auto the best, otherwise the one asked for, or kl
 *     where the blob is zero throughout
 * @param sqnr signal to noise of the layer's output in decibels by method, for eq and auto, in the
 *     order of trial
 */
public record LayerScale(
    String layer,
    String type,
    String blob,
    float absMax,
    float threshold,
    float scale,
    String method,
    Map<String, Double> sqnr)
    implements Serializable {

  /** Copies the map. */
  public LayerScale {
    sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
  }
}
