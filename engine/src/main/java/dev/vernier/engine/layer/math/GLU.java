package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's GLU, the gated linear unit: the first half along an axis times the sigmoid of the second.
 *
 * <p>Axis 0 is the outermost; a negative axis counts from the innermost, −1. A blob of one
 * dimension takes any axis.
 */
public final class GLU extends Layer {
  private static final long serialVersionUID = 1L;
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0f, 0f);

  /** The axis that is halved. */
  static final IntParam AXIS = IntParam.of(0, "axis").atLeast(-4).atMost(3);

  private final int axis;

  /** A gate as the file describes it. */
  public GLU(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axis = AXIS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    AxisRuns runs = AxisRuns.of(bottom, axis);
    if (bottom.type() != Mat.Type.FLOAT32 || runs == null || runs.extent() < 2) {
      throw badBottom(0, bottom, "float32 with two elements or more along axis " + axis);
    }
    int half = runs.extent() / 2;
    Mat top = runs.withExtent(bottom, half, workspace);
    int run = half * runs.inner();
    Kernels kernels = workspace.kernels();
    for (int outer = 0; outer < runs.outer(); outer++) {
      int from = outer * runs.extent() * runs.inner();
      int to = outer * run;
      float[] dst = top.floats();
      kernels.unary().activate(SIGMOID, bottom.floats(), from + run, dst, to, run);
      kernels.binary().apply(BinaryOperation.MUL, bottom.floats(), from, dst, to, dst, to, run);
    }
    tops[0] = top;
  }
}
