package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Proposal: the regions of a Faster R-CNN that may hold an object, from nine anchors at each
 * element.
 *
 * <p>Bottoms are scores (w, h, 18), of which the last nine channels count, shifts (w, h, 36) and
 * the image's height, width and scale. The first top is (4, 1, regions): left, top, right, bottom;
 * the second, where there is one, their scores (1, 1, regions), the highest first.
 */
public final class Proposal extends Layer {
  private static final long serialVersionUID = 1L;

  /** Pixels of the image for each element. */
  static final IntParam FEAT_STRIDE = IntParam.of(0, "feat_stride").defaultsTo(16).atLeast(1);

  /** Side of the square from which the anchors are made, in pixels. */
  static final IntParam BASE_SIZE = IntParam.of(1, "base_size").defaultsTo(16).atLeast(1);

  /** Regions that are compared with each other; 0 and below for all. */
  static final IntParam PRE_NMS_TOP_N = IntParam.of(2, "pre_nms_topN").defaultsTo(6000);

  /** Regions of the top. */
  static final IntParam AFTER_NMS_TOP_N =
      IntParam.of(3, "after_nms_topN").defaultsTo(300).atLeast(1);

  /** Share of the covered area beyond which the lower of two regions is dropped. */
  static final FloatParam NMS_THRESH = FloatParam.of(4, "nms_thresh").defaultsTo(0.7f);

  /** Least width and height of a region, in pixels of the image before it was scaled. */
  static final IntParam MIN_SIZE = IntParam.of(5, "min_size").defaultsTo(16);

  private static final float[] RATIOS = {0.5f, 1f, 2f};
  private static final float[] SCALES = {8f, 16f, 32f};
  private static final int ANCHORS = RATIOS.length * SCALES.length;
  private static final int CORNERS = 4;

  private final int featStride;
  private final int preNmsTopN;
  private final int afterNmsTopN;
  private final float nmsThresh;
  private final int minSize;

  /** Width and height of each anchor; all have the middle of the base square as their centre. */
  private final float[] anchors;

  private final float centre;

  /** A proposal as the file describes it. */
  public Proposal(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(3, spec.tops().size() == 2 ? 2 : 1);
    int baseSize = BASE_SIZE.get(spec);
    this.featStride = FEAT_STRIDE.get(spec);
    this.preNmsTopN = PRE_NMS_TOP_N.get(spec);
    this.afterNmsTopN = AFTER_NMS_TOP_N.get(spec);
    this.nmsThresh = NMS_THRESH.get(spec);
    this.minSize = MIN_SIZE.get(spec);
    this.anchors = anchors(baseSize);
    this.centre = baseSize * 0.5f;
  }

  private static float[] anchors(int baseSize) {
    float[] sizes = new float[2 * ANCHORS];
    int at = 0;
    for (float ratio : RATIOS) {
      // Whole pixels before scaling, as the nets were trained.
      double width = Math.floor((float) (baseSize / Math.sqrt(ratio)) + 0.5);
      double height = Math.floor((float) width * ratio + 0.5);
      for (float scale : SCALES) {
        sizes[at++] = (float) width * scale;
        sizes[at++] = (float) height * scale;
      }
    }
    return sizes;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat scores = bottoms[0];
    Mat shifts = bottoms[1];
    Mat image = bottoms[2];
    requireChannels(bottoms, 0, 2 * ANCHORS);
    requireChannels(bottoms, 1, CORNERS * ANCHORS);
    if (shifts.w() != scores.w() || shifts.h() != scores.h()) {
      throw badBottom(1, shifts, "as wide and high as " + scores);
    }
    if (image.type() != Mat.Type.FLOAT32 || image.size() < 3) {
      throw badBottom(2, image, "float32 that begins with height, width, scale");
    }
    Boxes regions = new Boxes();
    for (int anchor = 0; anchor < ANCHORS; anchor++) {
      collect(anchor, scores, shifts, image.floats(), regions);
    }
    regions.sortByScore();
    if (preNmsTopN > 0) {
      regions.keepFirst(preNmsTopN);
    }
    regions.suppressOverlaps(nmsThresh, afterNmsTopN);
    if (regions.size() == 0) {
      // ncnn fails too: a made-up region would be classified like a real one.
      throw new IllegalArgumentException(
          spec().describe()
              + ": expected a region as large as min_size, "
              + minSize
              + ", in an image of "
              + image.floats()[1]
              + " x "
              + image.floats()[0]
              + " at scale "
              + image.floats()[2]
              + ", there is none");
    }
    write(regions, tops, workspace);
  }

  private void requireChannels(Mat[] bottoms, int index, int least) {
    Mat bottom = bottoms[index];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() != 3 || bottom.c() < least) {
      throw badBottom(index, bottom, "float32 (w, h, c) with at least " + least + " channels");
    }
  }

  private void collect(int anchor, Mat scores, Mat shifts, float[] image, Boxes regions) {
    int w = scores.w();
    int plane = scores.channelSize();
    float[] score = scores.floats();
    float[] shift = shifts.floats();
    int scoreAt = (ANCHORS + anchor) * plane;
    int shiftAt = CORNERS * anchor * plane;
    float anchorWidth = anchors[2 * anchor];
    float anchorHeight = anchors[2 * anchor + 1];
    float lastX = image[1] - 1f;
    float lastY = image[0] - 1f;
    float least = minSize * image[2];
    for (int i = 0; i < plane; i++) {
      int at = shiftAt + i;
      float x = centre + (float) (i % w) * featStride + anchorWidth * shift[at];
      float y = centre + (float) (i / w) * featStride + anchorHeight * shift[at + plane];
      float halfWidth = anchorWidth * (float) Math.exp(shift[at + 2 * plane]) * 0.5f;
      float halfHeight = anchorHeight * (float) Math.exp(shift[at + 3 * plane]) * 0.5f;
      float left = Math.max(Math.min(x - halfWidth, lastX), 0f);
      float top = Math.max(Math.min(y - halfHeight, lastY), 0f);
      float right = Math.max(Math.min(x + halfWidth, lastX), 0f);
      float bottom = Math.max(Math.min(y + halfHeight, lastY), 0f);
      if (right - left + 1f >= least && bottom - top + 1f >= least) {
        regions.add(left, top, right, bottom, score[scoreAt + i], 0);
      }
    }
  }

  private static void write(Boxes regions, Mat[] tops, Workspace workspace) {
    Mat corners = workspace.floats(CORNERS, 1, regions.size());
    float[] dst = corners.floats();
    for (int i = 0, at = 0; i < regions.size(); i++, at += CORNERS) {
      dst[at] = regions.left(i);
      dst[at + 1] = regions.top(i);
      dst[at + 2] = regions.right(i);
      dst[at + 3] = regions.bottom(i);
    }
    tops[0] = corners;
    if (tops.length > 1) {
      Mat scores = workspace.floats(1, 1, regions.size());
      for (int i = 0; i < regions.size(); i++) {
        scores.floats()[i] = regions.score(i);
      }
      tops[1] = scores;
    }
  }
}
