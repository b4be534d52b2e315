package dev.vernier.engine.quant;

import java.io.Serializable;

/**
 * Where a blob is clipped.
 *
 * @param threshold the largest magnitude that int8 represents; 0 when there was nothing to see
 * @param scale what a value is multiplied by before rounding: 127 / threshold
 * @param bin the histogram bin that the threshold lies in, or {@link #NO_BIN}
 * @param divergence the Kullback–Leibler divergence at that bin in nats, NaN without a bin
 * @param degenerate whether no scale follows from the statistics, as for a blob that was zero
 *     throughout; the scale is then 1, where ncnn2table prints {@code inf}
 */
public record Threshold(float threshold, float scale, int bin, float divergence, boolean degenerate)
    implements Serializable {

  /** The bin of a threshold that no histogram gave. */
  public static final int NO_BIN = -1;

  private static final float LARGEST_INT8 = 127f;

  static Threshold of(float threshold, int bin, float divergence) {
    float scale = LARGEST_INT8 / threshold;
    boolean degenerate = !(scale > 0f) || Float.isInfinite(scale);
    return new Threshold(threshold, degenerate ? 1f : scale, bin, divergence, degenerate);
  }

  static Threshold of(float threshold) {
    return of(threshold, NO_BIN, Float.NaN);
  }
}
