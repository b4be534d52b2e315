package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Quantizable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the scales of one layer by what they do to its output, on a sample of the columns of its
 * input. Methods eq and auto.
 */
public final class OutputSearch {

  /** What auto tries, all with the weights' absmax but for eq; the first of equals wins. */
  private static final List<CalibrationMethod> CANDIDATES =
      List.of(
          CalibrationMethod.KL,
          CalibrationMethod.ACIQ,
          CalibrationMethod.MINMAX,
          CalibrationMethod.PERCENTILE,
          CalibrationMethod.MSE,
          CalibrationMethod.EQ);

  /** Stands for no noise at all. */
  private static final double MOST_DECIBELS = 200;

  private final Kernels kernels;

  /** A search that computes with these kernels. */
  public OutputSearch(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * The scales of a layer.
   *
   * @param method EQ or AUTO
   * @param statistics of its input, with a histogram
   * @param columns of its input; where there is none, kl's scales are given
   * @throws IllegalArgumentException if a weight is not finite, or something does not fit
   */
  public LayerScales search(
      CalibrationMethod method, Quantizable layer, BlobStatistics statistics, Columns columns) {
    float[] absMax =
        WeightScales.of(
                layer.weight().toFloats(),
                layer.scaleCount(),
                layer.weightBits(),
                CalibrationMethod.MINMAX)
            .scales();
    Threshold kl = CalibrationMethod.KL.search().search(statistics);
    if (columns.count() == 0 || kl.degenerate()) {
      return new LayerScales(CalibrationMethod.KL, kl, absMax, Map.of());
    }
    ProductTrial trial = new ProductTrial(layer, columns, kernels);
    EqualisingSearch equalising = new EqualisingSearch(trial, layer.weightBits(), statistics);
    return switch (method) {
      case EQ ->
          equal(trial, new LayerScales(CalibrationMethod.KL, kl, absMax, Map.of()), equalising);
      case AUTO -> least(trial, absMax, statistics, equalising);
      case KL, ACIQ, MINMAX, PERCENTILE, MSE ->
          throw new IllegalArgumentException(
              "method " + method.label() + " does not look at outputs");
    };
  }

  private static LayerScales equal(
      ProductTrial trial, LayerScales kl, EqualisingSearch equalising) {
    Map<CalibrationMethod, Double> sqnr = new LinkedHashMap<>();
    sqnr.put(CalibrationMethod.KL, decibels(trial, error(trial, kl)));
    LayerScales found = equalising.from(kl.threshold(), kl.weightScales());
    sqnr.put(CalibrationMethod.EQ, decibels(trial, error(trial, found)));
    return new LayerScales(CalibrationMethod.EQ, found.threshold(), found.weightScales(), sqnr);
  }

  private static LayerScales least(
      ProductTrial trial, float[] absMax, BlobStatistics statistics, EqualisingSearch equalising) {
    Map<CalibrationMethod, Double> sqnr = new LinkedHashMap<>();
    LayerScales best = null;
    double least = Double.POSITIVE_INFINITY;
    for (CalibrationMethod method : CANDIDATES) {
      Threshold threshold = method.search().search(statistics);
      LayerScales found =
          method == CalibrationMethod.EQ
              ? equalising.from(threshold, absMax)
              : new LayerScales(method, threshold, absMax, Map.of());
      double error = error(trial, found);
      sqnr.put(method, decibels(trial, error));
      if (error < least) {
        least = error;
        best = found;
      }
    }
    return new LayerScales(best.method(), best.threshold(), best.weightScales(), sqnr);
  }

  private static double error(ProductTrial trial, LayerScales scales) {
    trial.setInputScale(scales.threshold().scale());
    trial.setWeightScales(scales.weightScales());
    return trial.squaredError(trial.output());
  }

  private static double decibels(ProductTrial trial, double error) {
    double power = trial.power();
    if (error == 0) {
      return MOST_DECIBELS;
    }
    return power == 0
        ? -MOST_DECIBELS
        : Math.max(-MOST_DECIBELS, Math.min(MOST_DECIBELS, 10 * Math.log10(power / error)));
  }
}
