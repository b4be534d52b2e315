package dev.vernier.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a mistyped name may have meant. */
public final class NearestNames {
  private static final int MOST = 3;

  private NearestNames() {}

  /**
   * {@code ; did you mean "a", "b"?} with the nearest of the known names, at most three; empty when
   * none is near.
   */
  public static String suggest(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 2);
    List<String> near = new ArrayList<>();
    for (String candidate : known) {
      if (distance(name, candidate) <= limit) {
        near.add(candidate);
      }
    }
    if (near.isEmpty()) {
      return "";
    }
    near.sort(Comparator.comparingInt(candidate -> distance(name, candidate)));
    StringBuilder text = new StringBuilder("; did you mean ");
    for (int i = 0; i < Math.min(MOST, near.size()); i++) {
      text.append(i == 0 ? "" : ", ").append('"').append(near.get(i)).append('"');
    }
    return text.append('?').toString();
  }

  /** Levenshtein's distance: the fewest characters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
