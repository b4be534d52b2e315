package dev.vernier.spark.calibrate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which samples go to which task: a part each. Keys are looked up in one sorted array, 12 bytes a
 * sample.
 */
final class PartPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] keys;
  private final int[] places;

  /** A task for each of these parts, in their order; a key is in one part at most. */
  PartPlan(List<Part> parts) {
    int total = parts.stream().mapToInt(part -> part.keys().length).sum();
    long[] all = new long[total];
    int size = 0;
    for (Part part : parts) {
      System.arraycopy(part.keys(), 0, all, size, part.keys().length);
      size += part.keys().length;
    }
    Arrays.sort(all);
    keys = all;
    places = new int[total];
    for (int i = 0; i < parts.size(); i++) {
      for (long key : parts.get(i).keys()) {
        // Of equal keys the search may find any.
        for (int at = firstPlace(key); at < keys.length && keys[at] == key; at++) {
          places[at] = i;
        }
      }
    }
  }

  private int firstPlace(long key) {
    int at = Arrays.binarySearch(keys, key);
    while (at > 0 && keys[at - 1] == key) {
      at--;
    }
    return at;
  }

  /** The task of a sample; −1 where it is in no part. */
  int place(long key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? -1 : places[at];
  }

  /**
   * Of finished parts those that serve for these samples: whose every sample is among them, as
   * often as it is in the part, and in no part before.
   */
  static List<PartSummary> serving(List<PartSummary> finished, long[] wanted) {
    boolean[] taken = new boolean[wanted.length];
    List<PartSummary> serving = new ArrayList<>();
    for (PartSummary summary : finished) {
      int[] places = places(summary.part().keys(), wanted, taken);
      if (places != null) {
        for (int place : places) {
          taken[place] = true;
        }
        serving.add(summary);
      }
    }
    return serving;
  }

  private static int[] places(long[] keys, long[] wanted, boolean[] taken) {
    int[] places = new int[keys.length];
    for (int from = 0; from < keys.length; ) {
      int to = from;
      while (to < keys.length && keys[to] == keys[from]) {
        to++;
      }
      int at = Arrays.binarySearch(wanted, keys[from]);
      if (at < 0) {
        return null;
      }
      while (at > 0 && wanted[at - 1] == keys[from]) {
        at--;
      }
      int end = at;
      while (end < wanted.length && wanted[end] == keys[from]) {
        end++;
      }
      if (end - at != to - from || taken[at]) {
        return null;
      }
      for (int i = from; i < to; i++) {
        places[i] = at + i - from;
      }
      from = to;
    }
    return places;
  }

  /** The samples that are in none of these parts. */
  static long[] without(long[] wanted, List<PartSummary> parts) {
    PartPlan plan = new PartPlan(parts.stream().map(PartSummary::part).toList());
    return Arrays.stream(wanted).filter(key -> plan.place(key) < 0).toArray();
  }
}
