package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's CumulativeSum: each element plus all before it along one axis. */
public final class CumulativeSum extends Layer {
  private static final long serialVersionUID = 1L;

  /** The axis: 0 is the outermost, −1 is w; a vector has only one. */
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
      throw badBottom(0, bottom, "float32 with an axis " + axis);
    }
    Mat top = workspace.floatsLike(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int inner = runs.inner();
    int block = runs.extent() * inner;
    BinaryKernels binary = workspace.kernels().binary();
    for (int start = 0; start < bottom.size(); start += block) {
      if (inner == 1) {
        float sum = 0f;
        for (int i = start; i < start + block; i++) {
          sum += src[i];
          dst[i] = sum;
        }
      } else {
        System.arraycopy(src, start, dst, start, inner);
        for (int at = start + inner; at < start + block; at += inner) {
          binary.apply(BinaryOperation.ADD, src, at, dst, at - inner, dst, at, inner);
        }
      }
    }
    tops[0] = top;
  }
}
