package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's Flatten: the elements of a blob of any shape and type as (w·h·d·c), without a copy. */
public final class Flatten extends Layer {
  private static final long serialVersionUID = 1L;

  /** A flattening as the file describes it. */
  public Flatten(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] = bottoms[0].reshaped(1, bottoms[0].size(), 1, 1, 1);
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    forward(bottoms, tops, workspace);
    return true;
  }
}
