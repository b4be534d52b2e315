package dev.vernier.spark.source;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/**
 * How many records were bad, and the first of them by name. Merging is exact and does not depend on
 * order, so the tally is the same for any partitions. Not thread-safe.
 */
public final class BadRecordTally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many records are kept by name. */
  static final int KEPT = 10;

  private long count;
  private final TreeSet<BadRecord> first = new TreeSet<>();

  /** Counts one bad record. */
  public void add(String name, String reason) {
    count++;
    keep(new BadRecord(name, reason));
  }

  /** A tally as it was saved. */
  public static BadRecordTally of(long count, List<BadRecord> first) {
    BadRecordTally tally = new BadRecordTally();
    tally.count = count;
    first.forEach(tally::keep);
    return tally;
  }

  /** Takes over what another tally has counted. */
  public void merge(BadRecordTally other) {
    count += other.count;
    other.first.forEach(this::keep);
  }

  private void keep(BadRecord record) {
    first.add(record);
    if (first.size() > KEPT) {
      first.pollLast();
    }
  }

  /** Bad records so far. */
  public long count() {
    return count;
  }

  /** The first of them by name, ten at most. */
  public List<BadRecord> first() {
    return List.copyOf(first);
  }
}
