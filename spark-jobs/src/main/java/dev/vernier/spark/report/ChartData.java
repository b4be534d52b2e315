package dev.vernier.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the charts of a page draw: the report's figures in no more points than one can see.
 *
 * @param blobs histograms
 * @param errors noise of layers, the most harmful first
 * @param weights ranges of weight scales, in the net's order
 * @param convergence moves of thresholds
 */
record ChartData(
    List<BlobChart> blobs,
    List<ErrorBar> errors,
    List<WeightBar> weights,
    List<CalibrationFigures.Step> convergence) {
  private static final int BARS = 128;
  private static final int CURVE_STEP = 8;

  /**
   * A histogram and what was made of it.
   *
   * @param absMax end of the axis
   * @param bars elements in equal bins
   * @param thresholds of the layers that read the blob, each once
   * @param curve pairs of threshold and divergence
   */
  record BlobChart(
      String blob, float absMax, long[] bars, List<Float> thresholds, List<float[]> curve) {}

  /**
   * A layer's noise over signal.
   *
   * @param own alone in int8
   * @param all with the whole net in int8; null where that is not known of the layer
   * @param kept whether it stays fp32
   */
  record ErrorBar(String layer, double own, Double all, boolean kept) {}

  /** The range of a layer's weight scales. */
  record WeightBar(String layer, float least, float median, float largest) {}

  /** What there is to draw of a report. */
  static ChartData of(Report report) {
    CalibrationFigures calibration = report.calibration();
    return new ChartData(
        calibration == null ? List.of() : blobs(calibration),
        errors(report),
        calibration == null
            ? List.of()
            : calibration.layers().stream().map(ChartData::weights).toList(),
        calibration == null ? List.of() : calibration.convergence());
  }

  private static List<BlobChart> blobs(CalibrationFigures calibration) {
    List<BlobChart> charts = new ArrayList<>();
    for (CalibrationFigures.Input blob : calibration.blobs()) {
      if (blob.counts().length > 0) {
        List<Float> thresholds =
            calibration.layers().stream()
                .filter(layer -> layer.blob().equals(blob.blob()))
                .map(CalibrationFigures.Layer::threshold)
                .distinct()
                .toList();
        charts.add(
            new BlobChart(
                blob.blob(), blob.absMax(), bars(blob.counts()), thresholds, curve(blob)));
      }
    }
    return charts;
  }

  private static long[] bars(long[] counts) {
    long[] bars = new long[Math.min(BARS, counts.length)];
    for (int bin = 0; bin < counts.length; bin++) {
      bars[(int) ((long) bin * bars.length / counts.length)] += counts[bin];
    }
    return bars;
  }

  /** Every eighth choice, but of eight the best, so that no least divergence is lost. */
  private static List<float[]> curve(CalibrationFigures.Input blob) {
    List<float[]> curve = new ArrayList<>();
    float bin = blob.absMax() / blob.counts().length;
    for (int from = 0; from < blob.divergences().length; from += CURVE_STEP) {
      int best = from;
      for (int i = from; i < Math.min(from + CURVE_STEP, blob.divergences().length); i++) {
        best = blob.divergences()[i] < blob.divergences()[best] ? i : best;
      }
      curve.add(
          new float[] {(blob.firstDivergence() + best + 0.5f) * bin, blob.divergences()[best]});
    }
    return curve;
  }

  private static List<ErrorBar> errors(Report report) {
    TuningFigures tuning = report.tuning();
    if (report.evaluation() == null) {
      return tuning == null
          ? List.of()
          : tuning.layers().stream()
              .map(one -> new ErrorBar(one.layer(), one.noise(), null, tuning.keeps(one.layer())))
              .toList();
    }
    return report.evaluation().layers().stream()
        .sorted(Comparator.comparingDouble(EvaluationFigures.Layer::ownSqnr))
        .map(
            one ->
                new ErrorBar(
                    one.layer(),
                    one.ownNoise(),
                    one.noise(),
                    tuning != null && tuning.keeps(one.layer())))
        .toList();
  }

  private static WeightBar weights(CalibrationFigures.Layer layer) {
    CalibrationFigures.WeightRange range = layer.weights();
    return new WeightBar(layer.layer(), range.least(), range.median(), range.largest());
  }

  /** As JSON that may stand within a script element: nothing in it ends the element. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers and texts has a JSON form", e);
    }
  }
}
