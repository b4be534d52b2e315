package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's ShuffleChannel: of g groups of channels, the first channel of each, then the second of
 * each, and so on; a blob of any shape and type, which has one channel below three dimensions.
 */
public final class ShuffleChannel extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of groups; defaults to 1. */
  static final IntParam GROUP = IntParam.of(0, "group").defaultsTo(1).atLeast(1);

  /** 1 to undo the shuffle of that many groups. */
  static final IntParam REVERSE = IntParam.of(1, "reverse").atLeast(0).atMost(1);

  private final int group;
  private final boolean reverse;

  /** A shuffle as the file describes it. */
  public ShuffleChannel(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.group = GROUP.get(spec);
    this.reverse = REVERSE.get(spec) == 1;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.c() % group != 0) {
      throw badBottom(0, bottom, "a multiple of " + group + " channels");
    }
    int groups = reverse ? bottom.c() / group : group;
    int each = bottom.c() / groups;
    Mat top = Extents.like(bottom, workspace);
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int plane = bottom.channelSize();
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < each; i++) {
        System.arraycopy(src, (g * each + i) * plane, dst, (i * groups + g) * plane, plane);
      }
    }
    tops[0] = top;
  }
}
