package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Packing: how many channels lie interleaved in memory, which changes no element.
 *
 * <p>A {@link Mat} never interleaves, so the top is the bottom. Where ncnn would fill up the last
 * pack under use_padding, it leaves the lanes beyond the bottom's channels undefined; here there
 * are none.
 */
public final class Packing extends Layer {
  private static final long serialVersionUID = 1L;

  /** Channels that ncnn interleaves. */
  static final IntParam OUT_ELEMPACK = IntParam.of(0, "out_elempack").defaultsTo(1).atLeast(1);

  /** Whether ncnn fills up the last pack. */
  static final IntParam USE_PADDING = IntParam.of(1, "use_padding").atLeast(0).atMost(1);

  /** A packing as the file describes it. */
  public Packing(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    OUT_ELEMPACK.get(spec);
    USE_PADDING.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] = bottoms[0];
  }
}
