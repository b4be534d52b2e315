package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/** ncnn's Split: every top is the bottom, of any shape and type, without a copy. */
public final class Split extends Layer {
  private static final long serialVersionUID = 1L;

  /** A split as the file describes it. */
  public Split(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, spec.tops().size());
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Arrays.fill(tops, bottoms[0]);
  }

  @Override
  public Packing packing(Kernels kernels) {
    return Packing.LANES;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    forward(bottoms, tops, workspace);
    return true;
  }
}
