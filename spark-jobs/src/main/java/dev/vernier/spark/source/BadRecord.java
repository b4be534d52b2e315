package dev.vernier.spark.source;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A record that could not be used. Ordered by name, then reason, so that "the first few" does not
 * depend on partitions.
 *
 * @param name its path where it has one, otherwise what identifies it
 * @param reason what is wrong with it
 */
public record BadRecord(String name, String reason) implements Serializable, Comparable<BadRecord> {
  private static final Comparator<BadRecord> ORDER =
      Comparator.comparing(BadRecord::name).thenComparing(BadRecord::reason);

  @Override
  public int compareTo(BadRecord other) {
    return ORDER.compare(this, other);
  }
}
