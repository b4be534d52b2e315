package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.spark.source.BadRecord;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What {@code calibrate} did.
 *
 * @param table where the table lies
 * @param method how thresholds were found
 * @param samples samples that the statistics hold
 * @param badSamples records that were left out
 * @param firstBad the first of those by name, ten at most
 * @param layers a line a quantised layer, in the net's order
 * @param warnings what the user should look at: channels and blobs that are zero throughout
 * @param partitions tasks a pass, 0 where there was none
 * @param netLoads how often each executor JVM (by executor id) has loaded the net: once
 * @param seconds wall-clock time of the whole job
 * @param passSeconds wall-clock time of each pass over the samples; none from kept statistics
 * @param searchSeconds wall-clock time of the search for scales
 * @param notes what was taken over from kept statistics, and what is not exact
 * @param stability how the sample grew until thresholds settled; null where it did not grow
 */
public record CalibrateResult(
    String table,
    CalibrationMethod method,
    long samples,
    long badSamples,
    List<BadRecord> firstBad,
    List<LayerScale> layers,
    List<String> warnings,
    int partitions,
    Map<String, Integer> netLoads,
    double seconds,
    List<Double> passSeconds,
    double searchSeconds,
    List<String> notes,
    Stability stability)
    implements Serializable {

  /** Copies the collections. */
  public CalibrateResult {
    firstBad = List.copyOf(firstBad);
    layers = List.copyOf(layers);
    warnings = List.copyOf(warnings);
    netLoads = Map.copyOf(netLoads);
    passSeconds = List.copyOf(passSeconds);
    notes = List.copyOf(notes);
  }
}
