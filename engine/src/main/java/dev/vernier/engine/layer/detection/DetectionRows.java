package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Workspace;

/** Found boxes as a blob (6, boxes): label, score, left, top, right, bottom a row. */
final class DetectionRows {
  private static final int COLUMNS = 6;

  private DetectionRows() {}

  /**
   * The rows; one row of zeros where there is no box. A blob has at least one row, and label 0 is
   * the background that no detection has, so that an image without objects is a result like any
   * other.
   */
  static Mat of(Boxes boxes, Workspace workspace) {
    if (boxes.size() == 0) {
      boxes.add(0, 0, 0, 0, 0, 0);
    }
    Mat rows = workspace.floats(COLUMNS, boxes.size());
    float[] dst = rows.floats();
    for (int i = 0, at = 0; i < boxes.size(); i++, at += COLUMNS) {
      dst[at] = boxes.label(i);
      dst[at + 1] = boxes.score(i);
      dst[at + 2] = boxes.left(i);
      dst[at + 3] = boxes.top(i);
      dst[at + 4] = boxes.right(i);
      dst[at + 5] = boxes.bottom(i);
    }
    return rows;
  }
}
