package dev.vernier.engine.layer.detection;

import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's YoloDetectionOutput: the boxes of YOLO v2, (w, h, num_box · (5 + num_class)) to (6,
 * boxes). Anchors are measured in cells; a score is sigmoid(objectness) · softmax(classes).
 */
public final class YoloDetectionOutput extends YoloOutput {
  private static final long serialVersionUID = 1L;

  /** A detection as the file describes it. */
  public YoloDetectionOutput(LayerSpec spec) {
    super(spec);
    if (anchors() < boxesPerCell()) {
      throw spec.error(
          BIASES.name()
              + " holds "
              + anchors()
              + " anchors, must hold one for each of "
              + boxesPerCell()
              + " boxes");
    }
  }

  @Override
  int anchor(int bottom, int box) {
    return box;
  }

  @Override
  int unitsAcross(int bottom, int cells) {
    return cells;
  }

  @Override
  float confidence(float decay, float best, float[] src, int at, int step, int count) {
    float sum = 0f;
    for (int q = 0, i = at; q < count; q++, i += step) {
      sum += exp(src[i] - best);
    }
    return 1f / (1f + decay) * (1f / sum);
  }
}
