package dev.vernier.spark.tune;

import dev.vernier.spark.score.LabelledSample;
import java.io.Serializable;
import scala.util.hashing.MurmurHash3$;

/**
 * Which samples the search sees, which are held back, and which are left out. It depends on a
 * sample's content alone, so it is the same for any partitions, orders and retries.
 *
 * @param used share of all samples that are used
 * @param heldBack share of those that are held back
 */
record SampleSplit(double used, double heldBack) implements Serializable {
  private static final int USED_SEED = 1;
  private static final int HELD_BACK_SEED = 2;

  boolean isUsed(LabelledSample sample) {
    return place(sample, USED_SEED) < used;
  }

  boolean isHeldBack(LabelledSample sample) {
    return place(sample, HELD_BACK_SEED) < heldBack;
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
