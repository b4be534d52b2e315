package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Noop: every top is the bottom of its place, of any shape and type, without a copy. */
public final class Noop extends Layer {
  private static final long serialVersionUID = 1L;

  /** A pass as the file describes it; it has at least as many bottoms as tops. */
  public Noop(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(spec.tops().size(), spec.tops().size());
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    System.arraycopy(bottoms, 0, tops, 0, tops.length);
  }
}
