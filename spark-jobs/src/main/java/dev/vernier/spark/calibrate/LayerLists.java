package dev.vernier.spark.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.RunningHistogram;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.InputOptions;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.BadRecordTally;
import java.util.ArrayList;
import java.util.List;

/** Puts together what is known of each layer's input. */
final class LayerLists {

  private LayerLists() {}

  /**
   * A layer each.
   *
   * @param blobs statistics of each tapped blob
   * @param running the same in bins that always merge, or null
   * @param taken what the second pass found with columns, or null
   */
  static List<LayerStatistics> of(
      Taps taps,
      List<BlobStatistics> blobs,
      List<RunningHistogram> running,
      List<TapStatistics> taken) {
    List<LayerStatistics> layers = new ArrayList<>();
    int[] next = new int[blobs.size()];
    for (Taps.Tap tap : taps.taps()) {
      int blob = taps.blobs().indexOf(tap.blob());
      // A blob's samples are in the order of the layers that read it.
      ColumnSample sample = taken == null ? null : taken.get(blob).columns().get(next[blob]++);
      layers.add(
          new LayerStatistics(
              tap.index(),
              tap.name(),
              tap.type(),
              tap.blob(),
              blobs.get(blob),
              running == null ? null : running.get(blob),
              sample));
    }
    return layers;
  }

  /**
   * Refuses to go on without samples.
   *
   * @throws JobException if there are none, or none but bad ones
   */
  static void requireSamples(long samples, BadRecordTally tally) {
    if (samples + tally.count() == 0) {
      throw new JobException("there are no samples, expected at least one");
    }
    if (samples == 0) {
      BadRecord bad = tally.first().get(0);
      throw new JobException(
          "none of "
              + tally.count()
              + " records is usable, the first: "
              + bad.name()
              + ": "
              + bad.reason());
    }
  }

  /** Where samples come from and how they become blobs, as JSON. */
  static String provenance(List<InputOptions> inputs) {
    try {
      return new ObjectMapper().writeValueAsString(inputs);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options are plain records", e);
    }
  }
}
