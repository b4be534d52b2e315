package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * What {@link YoloDetectionOutput} and {@link Yolov3DetectionOutput} have in common: every cell of
 * a bottom (w, h, num_box · (5 + num_class)) proposes a box for each anchor.
 *
 * <p>A box has a channel each for x, y, width, height and objectness, then one a class. The boxes
 * of all bottoms become one top (6, boxes): label, score, left, top, right, bottom, in shares of
 * the image, the highest score first.
 */
abstract class YoloOutput extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of classes, the background not counted. */
  static final IntParam NUM_CLASS = IntParam.of(0, "num_class").defaultsTo(20).atLeast(1);

  /** Boxes of a cell. */
  static final IntParam NUM_BOX = IntParam.of(1, "num_box").defaultsTo(5).atLeast(1);

  /** Least score of a box. */
  static final FloatParam CONFIDENCE_THRESHOLD =
      FloatParam.of(2, "confidence_threshold").defaultsTo(0.01f);

  /** Share of the covered area beyond which the lower of two boxes is dropped. */
  static final FloatParam NMS_THRESHOLD = FloatParam.of(3, "nms_threshold").defaultsTo(0.45f);

  /** Width and height of each anchor. */
  static final FloatArrayParam BIASES = FloatArrayParam.of(4, "biases");

  /** Channels of a box before its classes. */
  private static final int HEAD = 5;

  private final int classes;
  private final int boxesPerCell;
  private final float confidenceThreshold;
  private final float nmsThreshold;
  private final float[] biases;

  YoloOutput(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.classes = NUM_CLASS.get(spec);
    this.boxesPerCell = NUM_BOX.get(spec);
    this.confidenceThreshold = CONFIDENCE_THRESHOLD.get(spec);
    this.nmsThreshold = NMS_THRESHOLD.get(spec);
    this.biases = BIASES.get(spec);
  }

  final int boxesPerCell() {
    return boxesPerCell;
  }

  /** Anchors that biases holds. */
  final int anchors() {
    return biases.length / 2;
  }

  /** Which anchor a box of a bottom has. */
  abstract int anchor(int bottom, int box);

  /** How many units of an anchor span as many cells of a bottom. */
  abstract int unitsAcross(int bottom, int cells);

  /**
   * The score of a box, never above the sigmoid of its objectness.
   *
   * @param decay e^−objectness
   * @param best the largest class value
   * @param src where the class values are, {@code count} from {@code at}, {@code step} apart
   */
  abstract float confidence(float decay, float best, float[] src, int at, int step, int count);

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Boxes boxes = new Boxes();
    for (int b = 0; b < bottoms.length; b++) {
      Mat bottom = bottoms[b];
      if (bottom.type() != Mat.Type.FLOAT32
          || bottom.dims() != 3
          || bottom.c() / boxesPerCell != (long) HEAD + classes) {
        throw badBottom(
            b,
            bottom,
            "float32 (w, h, c) with "
                + HEAD
                + " + "
                + classes
                + " channels for each of "
                + boxesPerCell
                + " boxes");
      }
      for (int box = 0; box < boxesPerCell; box++) {
        collect(bottom, b, box, boxes);
      }
    }
    boxes.sortByScore();
    boxes.suppressOverlaps(nmsThreshold, Integer.MAX_VALUE);
    tops[0] = DetectionRows.of(boxes, workspace);
  }

  private void collect(Mat bottom, int index, int box, Boxes boxes) {
    float[] src = bottom.floats();
    int w = bottom.w();
    int h = bottom.h();
    int plane = w * h;
    int first = box * (HEAD + classes) * plane;
    int anchor = anchor(index, box);
    float anchorWidth = biases[2 * anchor];
    float anchorHeight = biases[2 * anchor + 1];
    float unitsWide = unitsAcross(index, w);
    float unitsHigh = unitsAcross(index, h);
    for (int cell = 0; cell < plane; cell++) {
      int at = first + cell;
      float decay = exp(-src[at + 4 * plane]);
      // No class makes up for an object that is not there: most cells end here.
      if (!(1f / (1f + decay) >= confidenceThreshold)) {
        continue;
      }
      int classesAt = at + HEAD * plane;
      int best = 0;
      float bestValue = -Float.MAX_VALUE;
      for (int q = 0, i = classesAt; q < classes; q++, i += plane) {
        if (src[i] > bestValue) {
          best = q;
          bestValue = src[i];
        }
      }
      float score = confidence(decay, bestValue, src, classesAt, plane, classes);
      if (score >= confidenceThreshold) {
        boxes.addCentred(
            (cell % w + sigmoid(src[at])) / w,
            (cell / w + sigmoid(src[at + plane])) / h,
            exp(src[at + 2 * plane]) * anchorWidth / unitsWide,
            exp(src[at + 3 * plane]) * anchorHeight / unitsHigh,
            score,
            best + 1);
      }
    }
  }

  static float exp(float x) {
    return (float) Math.exp(x);
  }

  private static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }
}
