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
 * @param moves how far the threshold that moved most moved at each step after the first, in per
 *     cent
 * @param moving blobs whose thresholds still moved in the last growth
 */
public record Stability(
    double percent,
    boolean settled,
    long samples,
    List<Integer> growths,
    List<Double> moves,
    List<String> moving)
    implements Serializable {

  /** Copies the lists. */
  public Stability {
    growths = List.copyOf(growths);
    moves = List.copyOf(moves);
    moving = List.copyOf(moving);
  }

  /** The largest move of a threshold in the last growth, in per cent; 0 where there was but one. */
  public double largestMove() {
    return moves.isEmpty() ? 0 : moves.get(moves.size() - 1);
  }
}
