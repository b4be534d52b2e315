package dev.vernier.spark.tune;

import dev.vernier.spark.score.LabelledSample;
import scala.util.hashing.MurmurHash3$;

/**
 * Which samples are used at all, and which of them are held back from the search. It depends on a
 * sample's content alone, so it is the same for any partitions, orders and retries.
 */
final class SampleSplit {
  private static final int USED_SEED = 1;
  private static final int HELD_BACK_SEED = 2;

  private SampleSplit() {}

  /** Whether a sample is among that share of all samples. */
  static boolean isUsed(LabelledSample sample, double share) {
    return place(sample, USED_SEED) < share;
  }

  /** Whether a sample is among that share of those that are used. */
  static boolean isHeldBack(LabelledSample sample, double share) {
    return place(sample, HELD_BACK_SEED) < share;
  }

  /** 0 to 1, evenly. */
  private static double place(LabelledSample sample, int seed) {
    int hash = seed;
    for (byte[] content : sample.sample().contents()) {
      hash = MurmurHash3$.MODULE$.bytesHash(content, hash);
    }
    return Integer.toUnsignedLong(hash) / (double) (1L << Integer.SIZE);
  }
}
