package dev.vernier.spark.calibrate;

import dev.vernier.spark.source.BadRecordTally;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a pass over some of the samples has found: statistics a blob, and what was counted on the
 * way. It travels as the value of a task, never as an accumulator, so that retries count once. Not
 * thread-safe.
 *
 * @param <S> statistics of one blob
 */
final class PassResult<S extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<S> statistics;
  private final BadRecordTally bad = new BadRecordTally();
  private long samples;

  /** Nothing seen yet. */
  PassResult(List<S> empty) {
    this.statistics = new ArrayList<>(empty);
  }

  /** Counts a sample whose blobs are in the statistics. */
  void countSample() {
    samples++;
  }

  /** Counts a record that is not in the statistics. */
  void countBad(String name, String reason) {
    bad.add(name, reason);
  }

  /** Takes over what another part of the pass has found. */
  void merge(PassResult<S> other, BiConsumer<S, S> mergeInto) {
    samples += other.samples;
    bad.merge(other.bad);
    for (int i = 0; i < statistics.size(); i++) {
      mergeInto.accept(statistics.get(i), other.statistics.get(i));
    }
  }

  /** Statistics of each tapped blob, in the order of the taps. */
  List<S> statistics() {
    return statistics;
  }

  /** Records that are not in the statistics. */
  BadRecordTally bad() {
    return bad;
  }

  /** Samples that are. */
  long samples() {
    return samples;
  }
}
