package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.spark.source.BadRecordTally;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;

/**
 * What a pass over some of the samples has found: statistics a blob, and what was counted on the
 * way. It travels as the value of a task, never as an accumulator, so that retries count once. Not
 * thread-safe.
 *
 * @param <S> statistics of one blob
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write the records within
final class PassResult<S extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Partitions meet in groups of the root of their number, and those groups in one. */
  private static final int DEPTH = 2;

  private final ArrayList<S> statistics;
  private final BadRecordTally bad = new BadRecordTally();
  private long samples;

  /** Nothing seen yet. */
  PassResult(List<S> empty) {
    this.statistics = new ArrayList<>(empty);
  }

  /**
   * The results of all parts of a pass as one; empty where there are none. Parts meet on executors,
   * and the driver sees the last one only: of 500 blobs a part is 8 MB, and a hundred of them would
   * fill a driver.
   *
   * @param mergeInto adds the second one's statistics of a blob to the first one's
   */
  static <S extends Serializable> PassResult<S> reduce(
      JavaRDD<PassResult<S>> parts, MergeInto<S> mergeInto) {
    Function2<PassResult<S>, PassResult<S>, PassResult<S>> merged =
        (into, part) -> {
          into.merge(part, mergeInto);
          return into;
        };
    return parts.treeAggregate(new PassResult<>(List.of()), merged, merged, DEPTH, true);
  }

  /** Adds one part's statistics of a blob to another's. */
  @FunctionalInterface
  interface MergeInto<S> extends Serializable {
    /** Adds the second to the first. */
    void merge(S into, S other);
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
  void merge(PassResult<S> other, MergeInto<S> mergeInto) {
    samples += other.samples;
    bad.merge(other.bad);
    if (statistics.isEmpty()) {
      statistics.addAll(other.statistics);
      return;
    }
    for (int i = 0; i < statistics.size(); i++) {
      mergeInto.merge(statistics.get(i), other.statistics.get(i));
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
