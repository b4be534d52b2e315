package dev.vernier.engine.quant;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns a layer's int8 output towards its fp32 output: by turns the scales of all weight channels
 * and the scale of the input are chosen for the largest cosine of the angle between the two, in at
 * most {@link #ROUNDS} rounds. Never worse than where it starts.
 */
final class EqualisingSearch {
  static final int ROUNDS = 3;

  /** Of a weight scale over that of the absmax; above 1 the largest weights are clipped. */
  private static final float[] FACTORS = {
    1f, 0.9f, 0.92f, 0.94f, 0.96f, 0.98f, 1.02f, 1.05f, 1.08f, 1.11f, 1.15f, 1.2f, 1.25f, 1.3f,
    1.36f, 1.43f, 1.5f, 1.6f, 1.7f, 1.85f, 2f
  };

  /** Nothing may pass 31 in ncnn's int8 Winograd, so there is no clipping there. */
  private static final float[] WINOGRAD_FACTORS = {
    1f, 0.985f, 0.97f, 0.955f, 0.94f, 0.925f, 0.91f, 0.895f, 0.88f, 0.865f, 0.85f, 0.835f, 0.82f,
    0.805f, 0.79f, 0.775f, 0.76f, 0.745f, 0.73f, 0.715f
  };

  private static final int STEPS = 40;
  private static final float LEAST_SHARE = 0.2f;

  private static final List<CalibrationMethod> OTHERS =
      List.of(
          CalibrationMethod.KL,
          CalibrationMethod.ACIQ,
          CalibrationMethod.MSE,
          CalibrationMethod.PERCENTILE);

  private final ProductTrial trial;
  private final float[] factors;
  private final Threshold[] thresholds;

  /** A search over the columns of a trial. */
  EqualisingSearch(ProductTrial trial, int weightBits, BlobStatistics statistics) {
    this.trial = trial;
    this.factors = weightBits == WeightScales.WINOGRAD_BITS ? WINOGRAD_FACTORS : FACTORS;
    this.thresholds = new Threshold[STEPS + OTHERS.size()];
    float absMax = statistics.absMax().value();
    for (int i = 0; i < STEPS; i++) {
      float share = LEAST_SHARE + (1 - LEAST_SHARE) * (i + 1) / STEPS;
      thresholds[i] = Threshold.of(absMax * share);
    }
    for (int i = 0; i < OTHERS.size(); i++) {
      thresholds[STEPS + i] = OTHERS.get(i).search().search(statistics);
    }
  }

  /** The scales found from a threshold and the scales of the weights' absmax on. */
  LayerScales from(Threshold start, float[] absMaxScales) {
    Threshold threshold = start;
    float[] scales = absMaxScales.clone();
    trial.setInputScale(threshold.scale());
    trial.setWeightScales(scales);
    double cosine = trial.cosine(trial.output());
    for (int round = 0; round < ROUNDS; round++) {
      double before = cosine;
      float[] tried = weightScales(absMaxScales);
      trial.setWeightScales(tried);
      double found = trial.cosine(trial.output());
      // Each channel at its best need not be best for all of them together.
      if (found > cosine) {
        cosine = found;
        scales = tried;
      } else {
        trial.setWeightScales(scales);
      }
      for (Threshold candidate : thresholds) {
        trial.setInputScale(candidate.scale());
        found = trial.cosine(trial.output());
        if (found > cosine) {
          cosine = found;
          threshold = candidate;
        }
      }
      trial.setInputScale(threshold.scale());
      if (cosine == before) {
        break;
      }
    }
    return new LayerScales(CalibrationMethod.EQ, threshold, scales, Map.of());
  }

  /** Every channel's best under the input's scale of now; one product a factor serves them all. */
  private float[] weightScales(float[] absMaxScales) {
    int runs = absMaxScales.length;
    float[] best = absMaxScales.clone();
    double[] cosines = new double[runs];
    Arrays.fill(cosines, Double.NEGATIVE_INFINITY);
    for (float factor : factors) {
      float[] tried = new float[runs];
      for (int i = 0; i < runs; i++) {
        tried[i] = Math.min(absMaxScales[i] * factor, Float.MAX_VALUE);
      }
      trial.setWeightScales(tried);
      float[] output = trial.output();
      for (int i = 0; i < runs; i++) {
        double cosine = trial.cosine(output, i, runs);
        if (cosine > cosines[i]) {
          cosines[i] = cosine;
          best[i] = tried[i];
        }
      }
    }
    return best;
  }
}
