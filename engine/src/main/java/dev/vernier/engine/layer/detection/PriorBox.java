package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's PriorBox: the boxes that a detector starts from, around each position of a feature map, as
 * left, top, right, bottom in parts of the image.
 *
 * <p>Gives (4 · boxes, 2), the second row the variances; (4 · boxes) in MXNet's form, which one
 * bottom with image sizes −233 and no max_sizes selects.
 */
public final class PriorBox extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int AUTO = -233;

  /** Side lengths of square boxes. */
  static final FloatArrayParam MIN_SIZES = FloatArrayParam.of(0, "min_sizes");

  /** With the min size of the same index, side lengths of further squares. */
  static final FloatArrayParam MAX_SIZES = FloatArrayParam.of(1, "max_sizes");

  /** Width over height of further boxes. */
  static final FloatArrayParam ASPECT_RATIOS = FloatArrayParam.of(2, "aspect_ratios");

  /** First variance. */
  static final FloatParam VARIANCE_0 = FloatParam.of(3, "variances_0").defaultsTo(0.1f);

  /** Second variance. */
  static final FloatParam VARIANCE_1 = FloatParam.of(4, "variances_1").defaultsTo(0.1f);

  /** Third variance. */
  static final FloatParam VARIANCE_2 = FloatParam.of(5, "variances_2").defaultsTo(0.2f);

  /** Fourth variance. */
  static final FloatParam VARIANCE_3 = FloatParam.of(6, "variances_3").defaultsTo(0.2f);

  /** Other than 0 to add each aspect ratio's reciprocal. */
  static final IntParam FLIP = IntParam.of(7, "flip").defaultsTo(1);

  /** Other than 0 to cut boxes to the image. */
  static final IntParam CLIP = IntParam.of(8, "clip");

  /** Width of the image; −233 takes the second bottom's. */
  static final IntParam IMAGE_WIDTH = IntParam.of(9, "image_width");

  /** Height of the image; −233 takes the second bottom's. */
  static final IntParam IMAGE_HEIGHT = IntParam.of(10, "image_height");

  /** Pixels between columns; −233 divides the image evenly. */
  static final FloatParam STEP_WIDTH = FloatParam.of(11, "step_width").defaultsTo(AUTO);

  /** Pixels between rows; −233 divides the image evenly. */
  static final FloatParam STEP_HEIGHT = FloatParam.of(12, "step_height").defaultsTo(AUTO);

  /** Where in its step a centre lies, 0 to 1. */
  static final FloatParam OFFSET = FloatParam.of(13, "offset");

  /** Other than 0 to round even steps up. */
  static final IntParam STEP_MMDETECTION = IntParam.of(14, "step_mmdetection");

  /** Other than 0 to count the offset over a step less one pixel. */
  static final IntParam CENTER_MMDETECTION = IntParam.of(15, "center_mmdetection");

  private final float[] mins;
  private final float[] maxs;
  private final float[] ratios;
  private final float[] variances;
  private final boolean flip;
  private final boolean clip;
  private final int imageWidth;
  private final int imageHeight;
  private final float stepWidth;
  private final float stepHeight;
  private final float offset;
  private final boolean stepUp;
  private final boolean centerLess;

  /** Boxes as the file describes them. */
  public PriorBox(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.mins = MIN_SIZES.get(spec);
    this.maxs = MAX_SIZES.get(spec);
    this.ratios = ASPECT_RATIOS.get(spec);
    this.variances =
        new float[] {
          VARIANCE_0.get(spec), VARIANCE_1.get(spec), VARIANCE_2.get(spec), VARIANCE_3.get(spec)
        };
    this.flip = FLIP.get(spec) != 0;
    this.clip = CLIP.get(spec) != 0;
    this.imageWidth = IMAGE_WIDTH.get(spec);
    this.imageHeight = IMAGE_HEIGHT.get(spec);
    this.stepWidth = STEP_WIDTH.get(spec);
    this.stepHeight = STEP_HEIGHT.get(spec);
    this.offset = OFFSET.get(spec);
    this.stepUp = STEP_MMDETECTION.get(spec) != 0;
    this.centerLess = CENTER_MMDETECTION.get(spec) != 0;
    if (mins.length == 0) {
      throw spec.error("min_sizes is empty, must hold at least 1 size");
    }
    if (maxs.length > 0 && maxs.length != mins.length) {
      throw spec.error("max_sizes holds " + maxs.length + ", must hold " + mins.length);
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    boolean auto = imageWidth == AUTO || imageHeight == AUTO;
    boolean mxnet =
        bottoms.length == 1 && imageWidth == AUTO && imageHeight == AUTO && maxs.length == 0;
    if (auto && !mxnet && bottoms.length < 2) {
      throw badBottom(0, bottoms[0], "to be followed by the image");
    }
    tops[0] = mxnet ? unitBoxes(bottoms[0], workspace) : imageBoxes(bottoms, workspace);
  }

  private static int elements(Mat map, long boxes) {
    return Math.toIntExact(Math.multiplyExact(4L * map.w() * map.h(), boxes));
  }

  private Mat unitBoxes(Mat map, Workspace workspace) {
    int w = map.w();
    int h = map.h();
    float stepW = stepWidth == AUTO ? 1f / w : stepWidth;
    float stepH = stepHeight == AUTO ? 1f / h : stepHeight;
    int others = Math.max(ratios.length, 1);
    Mat top = workspace.floats(elements(map, (long) mins.length - 1 + others));
    float[] dst = top.floats();
    int at = 0;
    for (int y = 0; y < h; y++) {
      float centerY = offset * stepH + y * stepH;
      for (int x = 0; x < w; x++) {
        float centerX = offset * stepW + x * stepW;
        for (float size : mins) {
          at = box(dst, at, centerX, centerY, size * h / w / 2, size / 2, 1, 1);
        }
        for (int p = 1; p < others; p++) {
          float root = (float) Math.sqrt(ratios[p]);
          float halfW = mins[0] * h / w * root / 2;
          at = box(dst, at, centerX, centerY, halfW, mins[0] / root / 2, 1, 1);
        }
      }
    }
    clip(dst, at);
    return top;
  }

  private Mat imageBoxes(Mat[] bottoms, Workspace workspace) {
    Mat map = bottoms[0];
    int imageW = imageWidth == AUTO ? bottoms[1].w() : imageWidth;
    int imageH = imageHeight == AUTO ? bottoms[1].h() : imageHeight;
    float stepW = step(stepWidth, imageW, map.w());
    float stepH = step(stepHeight, imageH, map.h());
    float firstX = offset * (centerLess ? stepW - 1 : stepW);
    float firstY = offset * (centerLess ? stepH - 1 : stepH);
    long each = 1L + (maxs.length > 0 ? 1 : 0) + (long) ratios.length * (flip ? 2 : 1);
    int n = elements(map, Math.multiplyExact(each, mins.length));
    Mat top = workspace.floats(n, 2);
    float[] dst = top.floats();
    int at = 0;
    for (int y = 0; y < map.h(); y++) {
      float cy = firstY + y * stepH;
      for (int x = 0; x < map.w(); x++) {
        float cx = firstX + x * stepW;
        for (int k = 0; k < mins.length; k++) {
          float min = mins[k];
          at = box(dst, at, cx, cy, min / 2, min / 2, imageW, imageH);
          if (maxs.length > 0) {
            float half = (float) Math.sqrt(min * maxs[k]) / 2;
            at = box(dst, at, cx, cy, half, half, imageW, imageH);
          }
          for (float ratio : ratios) {
            float root = (float) Math.sqrt(ratio);
            float along = min * root / 2;
            float across = min / root / 2;
            at = box(dst, at, cx, cy, along, across, imageW, imageH);
            if (flip) {
              at = box(dst, at, cx, cy, across, along, imageW, imageH);
            }
          }
        }
      }
    }
    clip(dst, n);
    for (int i = 0; i < n; i++) {
      dst[n + i] = variances[i & 3];
    }
    return top;
  }

  private float step(float given, int image, int cells) {
    if (given != AUTO) {
      return given;
    }
    float even = (float) image / cells;
    return stepUp ? (float) Math.ceil(even) : even;
  }

  private static int box(
      float[] dst, int at, float x, float y, float halfW, float halfH, int imageW, int imageH) {
    dst[at] = (x - halfW) / imageW;
    dst[at + 1] = (y - halfH) / imageH;
    dst[at + 2] = (x + halfW) / imageW;
    dst[at + 3] = (y + halfH) / imageH;
    return at + 4;
  }

  private void clip(float[] boxes, int n) {
    for (int i = 0; clip && i < n; i++) {
      boxes[i] = Math.min(Math.max(boxes[i], 0f), 1f);
    }
  }
}
