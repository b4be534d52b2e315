package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's PixelShuffle: depth to space, (w, h, c) to (w·f, h·f, c / f²) for a factor f; channels
 * left over fall away. Of any type; (w) and (w, h) count as one channel.
 */
public final class PixelShuffle extends Layer {
  private static final long serialVersionUID = 1L;

  /** Columns and rows that an element's channels make; defaults to 1. */
  static final IntParam UPSCALE_FACTOR = IntParam.of(0, "upscale_factor").defaultsTo(1).atLeast(1);

  /** 0 for the top's channel outermost in the bottom's, 1 for the place in the block outermost. */
  static final IntParam MODE = IntParam.of(1, "mode").atLeast(0).atMost(1);

  private final int factor;
  private final int mode;

  /** A rearrangement as the file describes it. */
  public PixelShuffle(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.factor = UPSCALE_FACTOR.get(spec);
    this.mode = MODE.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    long least = (long) factor * factor;
    if (bottom.dims() == 4 || bottom.c() < least) {
      throw badBottom(0, bottom, "at most three dimensions with at least " + least + " channels");
    }
    int places = (int) least;
    int w = bottom.w();
    int h = bottom.h();
    int outC = bottom.c() / places;
    // Cannot overflow: factor² is at most c, so each size is at most the bottom's elements.
    int outW = w * factor;
    int outH = h * factor;
    Mat top = workspace.create(bottom.type(), 3, outW, outH, 1, outC);
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    for (int p = 0; p < outC; p++) {
      for (int place = 0; place < places; place++) {
        int plane = (mode == 0 ? p * places + place : place * outC + p) * h;
        int first = p * outH + place / factor;
        for (int y = 0; y < h; y++) {
          int to = (first + y * factor) * outW + place % factor;
          Elements.copy(src, (plane + y) * w, 1, dst, to, factor, w);
        }
      }
    }
    tops[0] = top;
  }
}
