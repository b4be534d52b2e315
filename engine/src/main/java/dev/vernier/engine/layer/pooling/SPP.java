package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's SPP, spatial pyramid pooling: level p divides the image into 2^p × 2^p equal windows,
 * padded with zeros all around where it does not divide evenly, and takes the largest element or
 * the mean of each. (w, h, c) to (bins · c), a level after the other, in each a channel after the
 * other.
 *
 * <p>ncnn's own top has room for two channels only, whatever the bottom has.
 */
public final class SPP extends Layer {
  private static final long serialVersionUID = 1L;

  /** Eight levels are 21,845 windows a channel. */
  private static final int MOST_LEVELS = 8;

  /** 0 for the largest element, 1 for the mean. */
  static final IntParam POOLING_TYPE = IntParam.of(0, "pooling_type").atLeast(0).atMost(1);

  /** Number of levels. */
  static final IntParam PYRAMID_HEIGHT =
      IntParam.of(1, "pyramid_height").defaultsTo(1).atLeast(1).atMost(MOST_LEVELS);

  private final boolean mean;
  private final int levels;

  /** A pyramid as the file describes it. */
  public SPP(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.mean = POOLING_TYPE.get(spec) == 1;
    this.levels = PYRAMID_HEIGHT.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() > 3) {
      throw badBottom(0, bottom, "float32 of at most three dimensions");
    }
    int bins = ((1 << 2 * levels) - 1) / 3;
    Mat top = workspace.floats(Mat.sizeOf(bins, bottom.c(), 1, 1));
    int at = 0;
    for (int level = 0; level < levels; level++) {
      int side = 1 << level;
      for (int q = 0; q < bottom.c(); q++) {
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            top.floats()[at++] = pool(bottom, q, x, y, side);
          }
        }
      }
    }
    tops[0] = top;
  }

  /** Window (x, y) of side × side windows of channel q. */
  private float pool(Mat bottom, int q, int x, int y, int side) {
    int w = bottom.w();
    int h = bottom.h();
    int windowW = (w + side - 1) / side;
    int windowH = (h + side - 1) / side;
    int left = x * windowW - (windowW * side - w + 1) / 2;
    int above = y * windowH - (windowH * side - h + 1) / 2;
    int fromX = Math.max(0, left);
    int toX = Math.min(w, left + windowW);
    int fromY = Math.max(0, above);
    int toY = Math.min(h, above + windowH);
    int inside = Math.max(0, toX - fromX) * Math.max(0, toY - fromY);
    float sum = 0f;
    // Padding is zeros, and counts.
    float largest = inside < windowW * windowH ? 0f : Float.NEGATIVE_INFINITY;
    for (int row = fromY; row < toY; row++) {
      for (int column = fromX; column < toX; column++) {
        float value = bottom.floats()[(q * h + row) * w + column];
        sum += value;
        largest = Math.max(largest, value);
      }
    }
    return mean ? sum / (windowW * windowH) : largest;
  }
}
