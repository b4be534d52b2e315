package dev.vernier.engine.decode;

import java.util.Arrays;

/** The largest elements of a blob. */
public final class TopK {

  private TopK() {}

  /**
   * Indices of the k largest of the first n values, largest first; the smaller index first on a
   * tie, NaN last. Fewer where n is smaller.
   */
  public static int[] indices(float[] values, int n, int k) {
    int[] best = new int[Math.min(n, k)];
    int found = 0;
    for (int i = 0; i < n; i++) {
      if (found == best.length && (found == 0 || !before(values[i], values[best[found - 1]]))) {
        continue;
      }
      int at = found < best.length ? found++ : found - 1;
      while (at > 0 && before(values[i], values[best[at - 1]])) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = i;
    }
    return Arrays.copyOf(best, found);
  }

  private static boolean before(float a, float b) {
    return a > b || (Float.isNaN(b) && !Float.isNaN(a));
  }
}
