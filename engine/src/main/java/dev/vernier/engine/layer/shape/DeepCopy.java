package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's DeepCopy: a blob of any shape and type with elements of its own. */
public final class DeepCopy extends Layer {
  private static final long serialVersionUID = 1L;

  /** A copy as the file describes it. */
  public DeepCopy(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat top = Extents.like(bottom, workspace);
    System.arraycopy(Extents.array(bottom), 0, Extents.array(top), 0, bottom.size());
    tops[0] = top;
  }
}
