package dev.vernier.engine.layer.detection;

import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Yolov3DetectionOutput: the boxes of YOLO v3 and v4, bottoms (w, h, num_box · (5 +
 * num_class)) to (6, boxes). Anchors are measured in pixels of the net's input; a score is 1 / (1 +
 * e^−objectness · (1 + e^−class)).
 */
public final class Yolov3DetectionOutput extends YoloOutput {
  private static final long serialVersionUID = 1L;

  /** Which anchors the boxes have, num_box a bottom. */
  static final FloatArrayParam MASK = FloatArrayParam.of(5, "mask");

  /** Pixels of the net's input for each cell of a bottom. */
  static final FloatArrayParam ANCHORS_SCALE = FloatArrayParam.of(6, "anchors_scale");

  private final int[] mask;
  private final float[] pixelsPerCell;

  /** A detection as the file describes it. */
  public Yolov3DetectionOutput(LayerSpec spec) {
    super(spec);
    int bottoms = spec.bottoms().size();
    this.mask = mask(spec, (long) bottoms * boxesPerCell(), anchors());
    this.pixelsPerCell = ANCHORS_SCALE.get(spec);
    if (pixelsPerCell.length < bottoms) {
      throw spec.error(
          ANCHORS_SCALE.name()
              + " holds "
              + pixelsPerCell.length
              + " values, must hold one for each of "
              + bottoms
              + " bottoms");
    }
    for (float pixels : pixelsPerCell) {
      if (!(pixels >= 1f)) {
        throw spec.error(ANCHORS_SCALE.name() + " holds " + pixels + ", must hold 1 or more");
      }
    }
  }

  private static int[] mask(LayerSpec spec, long needed, int anchors) {
    float[] values = MASK.get(spec);
    if (values.length < needed) {
      throw spec.error(
          MASK.name() + " holds " + values.length + " values, must hold at least " + needed);
    }
    int[] made = new int[values.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = (int) values[i];
      if (!(values[i] >= 0f) || made[i] >= anchors) {
        throw spec.error(
            MASK.name() + " holds " + values[i] + ", must name one of " + anchors + " anchors");
      }
    }
    return made;
  }

  @Override
  int anchor(int bottom, int box) {
    return mask[bottom * boxesPerCell() + box];
  }

  @Override
  int unitsAcross(int bottom, int cells) {
    return (int) (pixelsPerCell[bottom] * cells);
  }

  @Override
  float confidence(float decay, float best, float[] src, int at, int step, int count) {
    // Not sigmoid(objectness) · sigmoid(class): ncnn leaves the outer 1 out of the product.
    return 1f / (1f + decay * (1f + exp(-best)));
  }
}
