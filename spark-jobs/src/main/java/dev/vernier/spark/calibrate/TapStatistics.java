package dev.vernier.spark.calibrate;

import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Histogram;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the second pass gathers from one blob.
 *
 * @param histogram its magnitudes
 * @param columns a sample for each layer that reads it; none where the method needs none
 */
record TapStatistics(Histogram histogram, ArrayList<ColumnSample> columns) implements Serializable {

  /** Takes over what another part of the pass has found. */
  void merge(TapStatistics other) {
    histogram.merge(other.histogram);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(other.columns.get(i));
    }
  }

  /** Histograms alone. */
  static List<Histogram> histograms(List<TapStatistics> taps) {
    return taps.stream().map(TapStatistics::histogram).toList();
  }
}
