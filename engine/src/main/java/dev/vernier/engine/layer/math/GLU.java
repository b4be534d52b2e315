package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's GLU: the first half of an axis times the sigmoid of the second. An odd axis loses its last
 * element.
 */
public final class GLU extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis: 0 is the outermost, −1 is w; a vector has only one. */
  static final IntParam AXIS = IntParam.of(0, "axis").atLeast(-4).atMost(3);

  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0f, 0f);

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
      throw badBottom(0, bottom, "float32 with an axis " + axis + " of at least 2");
    }
    int half = runs.extent() / 2;
    Mat top = create(bottom, runs.axis(), half, workspace);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int n = half * runs.inner();
    int block = runs.extent() * runs.inner();
    UnaryKernels unary = workspace.kernels().unary();
    BinaryKernels binary = workspace.kernels().binary();
    for (int i = 0; i < runs.outer(); i++) {
      int from = i * block;
      int to = i * n;
      unary.activate(SIGMOID, src, from + n, dst, to, n);
      binary.apply(BinaryOperation.MUL, src, from, dst, to, dst, to, n);
    }
    tops[0] = top;
  }

  private static Mat create(Mat bottom, int axis, int half, Workspace workspace) {
    int w = axis == bottom.dims() - 1 ? half : bottom.w();
    int h = axis == bottom.dims() - 2 ? half : bottom.h();
    int d = bottom.dims() == 4 && axis == 1 ? half : bottom.d();
    int c = bottom.dims() >= 3 && axis == 0 ? half : bottom.c();
    return workspace.create(Mat.Type.FLOAT32, bottom.dims(), w, h, d, c);
  }
}
