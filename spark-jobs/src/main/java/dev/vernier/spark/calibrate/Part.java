package dev.vernier.spark.calibrate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some of the samples, whose statistics are kept together. Parts follow from the samples' bytes
 * alone, so that they are the same for any partitions and any places and order of the files.
 *
 * @param id names its files
 * @param keys of its samples, in ascending order
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
record Part(String id, long[] keys) implements Serializable {

  /** What a run repeats at most in each task when it goes on after a crash. */
  private static final int LEAST = 32;

  private static final int MOST = 1024;

  /** Up to a million samples there are no more parts than this. */
  private static final int PARTS = 1024;

  private static final int ID_DIGITS = 32;

  static Part of(long[] keys) {
    return new Part(Fingerprints.of(keys).substring(0, ID_DIGITS), keys);
  }

  /** The parts of these samples; those of the same bytes are never parted. */
  static List<Part> split(long[] sorted) {
    int size = Math.max(LEAST, Math.min(MOST, (sorted.length + PARTS - 1) / PARTS));
    int count = (sorted.length + size - 1) / size;
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= count; i++) {
      int to = Math.max(from, (int) ((long) sorted.length * i / count));
      while (to > 0 && to < sorted.length && sorted[to] == sorted[to - 1]) {
        to++;
      }
      if (to > from) {
        parts.add(of(Arrays.copyOfRange(sorted, from, to)));
        from = to;
      }
    }
    return parts;
  }
}
