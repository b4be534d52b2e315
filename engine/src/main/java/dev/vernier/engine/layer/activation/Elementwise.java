package dev.vernier.engine.layer.activation;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.Workspace;

/** What all functions of one element share: a float32 bottom of any shape, a top of the same. */
abstract class Elementwise extends Layer {
  private static final long serialVersionUID = 1L;

  Elementwise(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
  }

  /** Computes n elements from index 0; both may be the same array. */
  abstract void apply(UnaryKernels kernels, float[] src, float[] dst, int n);

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    Mat top = workspace.inPlace(bottom);
    apply(workspace.kernels().unary(), bottom.floats(), top.floats(), bottom.size());
    tops[0] = top;
  }

  @Override
  public final Packing packing(Kernels kernels) {
    return Packing.LANES;
  }

  @Override
  public final boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    forward(bottoms, tops, workspace);
    return true;
  }
}
