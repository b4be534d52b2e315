package dev.vernier.engine.quant;

import java.util.Arrays;

/**
 * The divergence between a clipped distribution and its form in 128 levels, in float and in
 * ncnn2table's order of summation, so that ties fall as they do there. This is the specification
 * that {@link FastDivergence} approximates.
 */
final class ExactDivergence {
  static final float EPS = 1e-4f;

  private final float[] normed;
  private final float[] expanded;

  /** Over a histogram whose bins sum to 1. */
  ExactDivergence(float[] normed) {
    this.normed = normed;
    this.expanded = new float[normed.length];
  }

  /** The divergence in nats when the first t bins are kept; t from 128 to the bins less one. */
  float at(int t) {
    expand(t);
    float divergence = 0f;
    float p = EPS;
    float q = EPS;
    float term = 0f;
    for (int k = 0; k < t - 1; k++) {
      // The empty bins of a level have one and the same term; sparse histograms are mostly those.
      if (p != EPS + normed[k] || q != expanded[k]) {
        p = EPS + normed[k];
        q = expanded[k];
        term = p * (float) Math.log(p / q);
      }
      divergence += term;
    }
    float last = EPS + normed[t - 1];
    for (int k = t; k < normed.length; k++) {
      last += normed[k];
    }
    return divergence + last * (float) Math.log(last / expanded[t - 1]);
  }

  /** Spreads each level's mean over the bins it came from. */
  private void expand(int t) {
    Arrays.fill(expanded, 0, t, EPS);
    float width = LevelGrid.width(t);
    for (int j = 0; j < LevelGrid.LEVELS; j++) {
      int first = LevelGrid.firstWhole(t, j);
      int end = LevelGrid.endWhole(t, j);
      float left = LevelGrid.leftShare(t, j);
      float right = LevelGrid.rightShare(t, j);

      float mean = 0f;
      if (left > 0f) {
        mean += left * normed[first - 1];
      }
      if (right > 0f) {
        mean += right * normed[end];
      }
      for (int k = first; k < end; k++) {
        mean += normed[k];
      }
      mean /= width;

      if (left > 0f) {
        expanded[first - 1] += left * mean;
      }
      if (right > 0f) {
        expanded[end] += right * mean;
      }
      for (int k = first; k < end; k++) {
        expanded[k] += mean;
      }
    }
  }
}
