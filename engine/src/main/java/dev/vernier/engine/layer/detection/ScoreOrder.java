package dev.vernier.engine.layer.detection;

/**
 * Sorts scores from the highest to the lowest and carries what belongs to them.
 *
 * <p>Equal scores end in the order in which ncnn leaves them: which of two equal boxes suppresses
 * the other depends on it. That order is the one of a quicksort around the value in the middle that
 * swaps equal elements too.
 */
final class ScoreOrder {

  private ScoreOrder() {}

  /** Sorts the first n scores in place, and {@code carried} with them. */
  static void sort(float[] scores, int[] carried, int n) {
    sort(scores, carried, 0, n - 1);
  }

  private static void sort(float[] scores, int[] carried, int from, int to) {
    int left = from;
    int right = to;
    // The shorter part by recursion, the longer in this loop: the stack stays shallow whatever the
    // scores are.
    while (left < right) {
      int i = left;
      int j = right;
      float pivot = scores[(left + right) >>> 1];
      while (i <= j) {
        while (scores[i] > pivot) {
          i++;
        }
        while (scores[j] < pivot) {
          j--;
        }
        if (i <= j) {
          swap(scores, carried, i, j);
          i++;
          j--;
        }
      }
      if (j - left < right - i) {
        sort(scores, carried, left, j);
        left = i;
      } else {
        sort(scores, carried, i, right);
        right = j;
      }
    }
  }

  private static void swap(float[] scores, int[] carried, int i, int j) {
    float score = scores[i];
    scores[i] = scores[j];
    scores[j] = score;
    int other = carried[i];
    carried[i] = carried[j];
    carried[j] = other;
  }
}
