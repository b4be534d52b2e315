package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Reorg: space to depth, (w, h, c) to (w / s, h / s, c·s²) for a stride s; columns and rows
 * left over fall away. Of any type; (w) and (w, h) count as one channel.
 */
public final class Reorg extends Layer {
  private static final long serialVersionUID = 1L;

  /** Columns and rows of a block; defaults to 1. */
  static final IntParam STRIDE = IntParam.of(0, "stride").defaultsTo(1).atLeast(1);

  /** 0 for the bottom's channel outermost in the top's, 1 for the place in the block outermost. */
  static final IntParam MODE = IntParam.of(1, "mode").atLeast(0).atMost(1);

  private final int stride;
  private final int mode;

  /** A rearrangement as the file describes it. */
  public Reorg(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.stride = STRIDE.get(spec);
    this.mode = MODE.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() == 4 || bottom.w() < stride || bottom.h() < stride) {
      throw badBottom(0, bottom, "at most three dimensions with w and h of at least " + stride);
    }
    int outW = bottom.w() / stride;
    int outH = bottom.h() / stride;
    int c = bottom.c();
    // Cannot overflow: stride is at most w and h, so this is at most the bottom's size.
    int outC = c * stride * stride;
    Mat top = workspace.create(bottom.type(), 3, outW, outH, 1, outC);
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int places = stride * stride;
    for (int q = 0; q < c; q++) {
      for (int place = 0; place < places; place++) {
        int plane = (mode == 0 ? q * places + place : place * c + q) * outH;
        int first = q * bottom.h() + place / stride;
        for (int y = 0; y < outH; y++) {
          int from = (first + y * stride) * bottom.w() + place % stride;
          Elements.copy(src, from, stride, dst, (plane + y) * outW, 1, outW);
        }
      }
    }
    tops[0] = top;
  }
}
