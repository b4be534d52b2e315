package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's CumulativeSum: each element plus all before it along an axis.
 *
 * <p>Axis 0 is the outermost; a negative axis counts from the innermost, −1. A blob of one
 * dimension takes any axis.
 */
public final class CumulativeSum extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis along which the elements add up. */
  static final IntParam AXIS = IntParam.of(0, "axis").atLeast(-4).atMost(3);

  private final int axis;

  /** A sum as the file describes it. */
  public CumulativeSum(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.axis = AXIS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    AxisRuns runs = AxisRuns.of(bottom, axis);
    if (bottom.type() != Mat.Type.FLOAT32 || runs == null) {
      throw badBottom(0, bottom, "float32 with enough dimensions for axis " + axis);
    }
    Mat top = workspace.inPlace(bottom);
    float[] data = top.floats();
    if (data != bottom.floats()) {
      System.arraycopy(bottom.floats(), 0, data, 0, bottom.size());
    }
    int inner = runs.inner();
    BinaryKernels kernels = workspace.kernels().binary();
    for (int outer = 0; outer < runs.outer(); outer++) {
      int start = outer * runs.extent() * inner;
      int end = start + runs.extent() * inner;
      if (inner == 1) {
        for (int i = start + 1; i < end; i++) {
          data[i] += data[i - 1];
        }
      } else {
        for (int at = start + inner; at < end; at += inner) {
          kernels.apply(BinaryOperation.ADD, data, at, data, at - inner, data, at, inner);
        }
      }
    }
    tops[0] = top;
  }
}
