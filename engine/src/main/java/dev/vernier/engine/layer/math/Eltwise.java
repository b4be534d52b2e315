package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Eltwise: the product, the sum, a weighted sum or the largest of two or more bottoms of one
 * shape, element by element.
 */
public final class Eltwise extends Layer {
  private static final long serialVersionUID = 1L;
  private static final BinaryOperation[] OPERATIONS = {
    BinaryOperation.MUL, BinaryOperation.ADD, BinaryOperation.MAX
  };

  /** 0 product, 1 sum, 2 largest. */
  static final IntParam OP_TYPE = IntParam.of(0, "op_type").atLeast(0).atMost(2);

  /** A factor for each bottom of a sum; none for a plain sum. */
  static final FloatArrayParam COEFFS = FloatArrayParam.of(1, "coeffs");

  private final BinaryOperation operation;
  private final float[] coeffs;

  /** A combination as the file describes it. */
  public Eltwise(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.operation = OPERATIONS[OP_TYPE.get(spec)];
    this.coeffs = operation == BinaryOperation.ADD ? COEFFS.get(spec) : new float[0];
    if (coeffs.length != 0 && coeffs.length < spec.bottoms().size()) {
      throw spec.error(
          "coeffs has " + coeffs.length + " elements for " + spec.bottoms().size() + " bottoms");
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat first = bottoms[0];
    boolean apart = true;
    for (int i = 0; i < bottoms.length; i++) {
      if (bottoms[i].type() != Mat.Type.FLOAT32 || !bottoms[i].sameShape(first)) {
        String shape = i == 0 ? "float32" : "float32 " + first.describe();
        throw badBottom(i, bottoms[i], shape + " as the first bottom");
      }
      apart &= i == 0 || bottoms[i].floats() != first.floats();
    }
    // In place only where no other bottom would be overwritten before it is read.
    Mat top = apart ? workspace.inPlace(first) : workspace.floatsLike(first);
    BinaryKernels kernels = workspace.kernels().binary();
    float[] dst = top.floats();
    int n = top.size();
    if (coeffs.length == 0) {
      float[] second = bottoms[1].floats();
      kernels.apply(operation, first.floats(), 0, second, 0, dst, 0, n);
      for (int i = 2; i < bottoms.length; i++) {
        kernels.apply(operation, dst, 0, bottoms[i].floats(), 0, dst, 0, n);
      }
    } else {
      addWeighted(bottoms, dst, n, workspace);
    }
    tops[0] = top;
  }

  private void addWeighted(Mat[] bottoms, float[] dst, int n, Workspace workspace) {
    workspace.kernels().unary().scaleShift(coeffs[0], 0f, bottoms[0].floats(), 0, dst, 0, n);
    float[] scaled = workspace.floats(n).floats();
    for (int i = 1; i < bottoms.length; i++) {
      workspace.kernels().unary().scaleShift(coeffs[i], 0f, bottoms[i].floats(), 0, scaled, 0, n);
      workspace.kernels().binary().apply(BinaryOperation.ADD, dst, 0, scaled, 0, dst, 0, n);
    }
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
