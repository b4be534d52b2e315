package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's DetectionOutput: the boxes of an SSD from locations, confidences and prior boxes, (6,
 * boxes): label, score, left, top, right, bottom a row, the highest score first.
 *
 * <p>Caffe's form has confidences prior by prior and priors (4 · priors, 2) with their variances in
 * the second row; MXNet's has confidences (priors, classes) and priors (4, priors). Class 0 is the
 * background.
 */
public final class DetectionOutput extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of classes, the background included; −233 for MXNet's form. */
  static final IntParam NUM_CLASS = IntParam.of(0, "num_class");

  /** Share of the covered area beyond which the lower of two boxes is dropped. */
  static final FloatParam NMS_THRESHOLD = FloatParam.of(1, "nms_threshold").defaultsTo(0.05f);

  /** Boxes of a class that are compared with each other. */
  static final IntParam NMS_TOP_K = IntParam.of(2, "nms_top_k").defaultsTo(300).atLeast(1);

  /** Boxes of the top. */
  static final IntParam KEEP_TOP_K = IntParam.of(3, "keep_top_k").defaultsTo(100).atLeast(1);

  /** What a score must pass. */
  static final FloatParam CONFIDENCE_THRESHOLD =
      FloatParam.of(4, "confidence_threshold").defaultsTo(0.5f);

  /** What a shift to the right is multiplied by, in MXNet's form. */
  static final FloatParam VARIANCE_0 = FloatParam.of(5, "variances[0]").defaultsTo(0.1f);

  /** What a shift down is multiplied by. */
  static final FloatParam VARIANCE_1 = FloatParam.of(6, "variances[1]").defaultsTo(0.1f);

  /** What the logarithm of a width is multiplied by. */
  static final FloatParam VARIANCE_2 = FloatParam.of(7, "variances[2]").defaultsTo(0.2f);

  /** What the logarithm of a height is multiplied by. */
  static final FloatParam VARIANCE_3 = FloatParam.of(8, "variances[3]").defaultsTo(0.2f);

  private static final int MXNET = -233;
  private static final int CORNERS = 4;

  private final int classes;
  private final float nmsThreshold;
  private final int nmsTopK;
  private final int keepTopK;
  private final float confidenceThreshold;
  private final float[] variances;

  /** A detection as the file describes it. */
  public DetectionOutput(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(3, 1);
    this.classes = NUM_CLASS.get(spec);
    if (classes < 1 && classes != MXNET) {
      throw spec.error("num_class is " + classes + ", must be at least 1, or " + MXNET);
    }
    this.nmsThreshold = NMS_THRESHOLD.get(spec);
    this.nmsTopK = NMS_TOP_K.get(spec);
    this.keepTopK = KEEP_TOP_K.get(spec);
    this.confidenceThreshold = CONFIDENCE_THRESHOLD.get(spec);
    this.variances =
        new float[] {
          VARIANCE_0.get(spec), VARIANCE_1.get(spec), VARIANCE_2.get(spec), VARIANCE_3.get(spec)
        };
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    for (int i = 0; i < 3; i++) {
      if (bottoms[i].type() != Mat.Type.FLOAT32) {
        throw badBottom(i, bottoms[i], "float32");
      }
    }
    boolean mxnet = classes == MXNET;
    int priors = mxnet ? mxnetPriors(bottoms[2]) : caffePriors(bottoms[2]);
    int labels = mxnet ? bottoms[1].h() : classes;
    if (bottoms[0].size() != (long) CORNERS * priors) {
      throw badBottom(0, bottoms[0], (long) CORNERS * priors + " locations, four a prior");
    }
    if (bottoms[1].size() != (long) labels * priors) {
      throw badBottom(
          1,
          bottoms[1],
          "a confidence for each of " + priors + " priors and " + labels + " classes");
    }
    int priorStep = mxnet ? 1 : labels;
    int labelStep = mxnet ? priors : 1;
    float[] confidence = bottoms[1].floats();
    Boxes all = new Boxes();
    Boxes ofLabel = new Boxes();
    for (int label = 1; label < labels; label++) {
      ofLabel.clear();
      for (int prior = 0; prior < priors; prior++) {
        float score = confidence[prior * priorStep + label * labelStep];
        if (score > confidenceThreshold && !isBackground(confidence[prior * priorStep])) {
          decode(bottoms, priors, prior, score, label, ofLabel);
        }
      }
      ofLabel.sortByScore();
      ofLabel.keepFirst(nmsTopK);
      ofLabel.suppressOverlaps(nmsThreshold, Integer.MAX_VALUE);
      all.addAll(ofLabel);
    }
    all.sortByScore();
    all.keepFirst(keepTopK);
    tops[0] = DetectionRows.of(all, workspace);
  }

  private int mxnetPriors(Mat priors) {
    if (priors.dims() != 2 || priors.w() != CORNERS) {
      throw badBottom(2, priors, "prior boxes (4, priors)");
    }
    return priors.h();
  }

  private int caffePriors(Mat priors) {
    if (priors.dims() != 2 || priors.w() % CORNERS != 0 || priors.h() < 2) {
      throw badBottom(2, priors, "prior boxes and variances (4 * priors, 2)");
    }
    return priors.w() / CORNERS;
  }

  private boolean isBackground(float score) {
    return score >= 1.0 - confidenceThreshold;
  }

  /** Moves and stretches a prior box by its location. */
  private void decode(Mat[] bottoms, int priors, int prior, float score, int label, Boxes boxes) {
    float[] location = bottoms[0].floats();
    float[] corners = bottoms[2].floats();
    int at = CORNERS * prior;
    float[] scale = classes == MXNET ? variances : corners;
    int scaleAt = classes == MXNET ? 0 : CORNERS * priors + at;
    float width = corners[at + 2] - corners[at];
    float height = corners[at + 3] - corners[at + 1];
    float x = (corners[at] + corners[at + 2]) * 0.5f;
    float y = (corners[at + 1] + corners[at + 3]) * 0.5f;
    boxes.addCentred(
        scale[scaleAt] * location[at] * width + x,
        scale[scaleAt + 1] * location[at + 1] * height + y,
        (float) Math.exp(scale[scaleAt + 2] * location[at + 2]) * width,
        (float) Math.exp(scale[scaleAt + 3] * location[at + 3]) * height,
        score,
        label);
  }
}
