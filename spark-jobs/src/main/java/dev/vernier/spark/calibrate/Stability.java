package dev.vernier.spark.calibrate;

import java.io.Serializable;
import java.util.List;

/**
 * Whether thresholds settled while the sample grew.
 *
 * @param percent that every threshold had to move less than
 * @param settled whether they did
 * @param samples that the table is made of
 * @param growths how many samples there were at each step
 * @param largestMove of a threshold in the last growth, in per cent
 * @param moving blobs whose thresholds still moved in the last growth
 */
public record Stability(
    double percent,
    boolean settled,
    long samples,
    List<Integer> growths,
    double largestMove,
    List<String> moving)
    implements Serializable {

  /** Copies the lists. */
  public Stability {
    growths = List.copyOf(growths);
    moving = List.copyOf(moving);
  }
}
