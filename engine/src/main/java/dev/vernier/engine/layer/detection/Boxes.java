package dev.vernier.engine.layer.detection;

import java.util.Arrays;

/** Boxes with a score and a label, in arrays that grow; for one run of one layer. */
final class Boxes {
  private static final int CORNERS = 4;

  private float[] corners = new float[CORNERS * 64];
  private float[] scores = new float[64];
  private int[] labels = new int[64];
  private int size;

  /** Number of boxes. */
  int size() {
    return size;
  }

  float left(int i) {
    return corners[CORNERS * i];
  }

  float top(int i) {
    return corners[CORNERS * i + 1];
  }

  float right(int i) {
    return corners[CORNERS * i + 2];
  }

  float bottom(int i) {
    return corners[CORNERS * i + 3];
  }

  float score(int i) {
    return scores[i];
  }

  int label(int i) {
    return labels[i];
  }

  /** Appends a box. */
  void add(float left, float top, float right, float bottom, float score, int label) {
    if (size == scores.length) {
      grow(Math.multiplyExact(size, 2));
    }
    int at = CORNERS * size;
    corners[at] = left;
    corners[at + 1] = top;
    corners[at + 2] = right;
    corners[at + 3] = bottom;
    scores[size] = score;
    labels[size] = label;
    size++;
  }

  /** Appends a box that is given by its centre. */
  void addCentred(float x, float y, float width, float height, float score, int label) {
    float halfWidth = width * 0.5f;
    float halfHeight = height * 0.5f;
    add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, label);
  }

  /** Appends the boxes of another list. */
  void addAll(Boxes other) {
    for (int i = 0; i < other.size; i++) {
      add(
          other.left(i),
          other.top(i),
          other.right(i),
          other.bottom(i),
          other.scores[i],
          other.labels[i]);
    }
  }

  private void grow(int capacity) {
    corners = Arrays.copyOf(corners, Math.multiplyExact(capacity, CORNERS));
    scores = Arrays.copyOf(scores, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  /** Forgets all boxes. */
  void clear() {
    size = 0;
  }

  /** Forgets all but the first n. */
  void keepFirst(int n) {
    size = Math.min(size, n);
  }

  /** Brings the highest score to the front; equal ones as {@link ScoreOrder} has them. */
  void sortByScore() {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    ScoreOrder.sort(scores, order, size);
    float[] sortedCorners = new float[corners.length];
    int[] sortedLabels = new int[labels.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(corners, CORNERS * order[i], sortedCorners, CORNERS * i, CORNERS);
      sortedLabels[i] = labels[order[i]];
    }
    corners = sortedCorners;
    labels = sortedLabels;
  }

  /**
   * Non-maximum suppression of sorted boxes: forgets each box that shares with one kept before it
   * more than {@code threshold} of the area that the two cover.
   *
   * @param most boxes to keep at most
   */
  void suppressOverlaps(float threshold, int most) {
    float[] areas = new float[size];
    int kept = 0;
    for (int i = 0; i < size && kept < most; i++) {
      areas[kept] = (right(i) - left(i)) * (bottom(i) - top(i));
      if (overlapsNone(kept, i, areas, threshold)) {
        System.arraycopy(corners, CORNERS * i, corners, CORNERS * kept, CORNERS);
        scores[kept] = scores[i];
        labels[kept] = labels[i];
        kept++;
      }
    }
    size = kept;
  }

  /** Whether box i, whose area is at {@code areas[kept]}, may stay beside the first boxes. */
  private boolean overlapsNone(int kept, int i, float[] areas, float threshold) {
    float left = left(i);
    float top = top(i);
    float right = right(i);
    float bottom = bottom(i);
    float area = areas[kept];
    for (int k = 0, at = 0; k < kept; k++, at += CORNERS) {
      float shared = 0f;
      if (left <= corners[at + 2]
          && right >= corners[at]
          && top <= corners[at + 3]
          && bottom >= corners[at + 1]) {
        shared =
            (Math.min(right, corners[at + 2]) - Math.max(left, corners[at]))
                * (Math.min(bottom, corners[at + 3]) - Math.max(top, corners[at + 1]));
      }
      if (shared / (area + areas[k] - shared) > threshold) {
        return false;
      }
    }
    return true;
  }
}
