package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's UnaryOp: a function of each element. Any shape. */
public final class UnaryOp extends Layer {
  private static final long serialVersionUID = 1L;

  private static final UnaryOperation[] OPERATIONS = UnaryOperation.values();

  /** Which function, in the order of {@link UnaryOperation}. */
  static final IntParam OP_TYPE =
      IntParam.of(0, "op_type").atLeast(0).atMost(UnaryOperation.LOG1P.ordinal());

  private final UnaryOperation operation;

  /** A function as the file describes it. */
  public UnaryOp(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.operation = OPERATIONS[OP_TYPE.get(spec)];
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    Mat top = workspace.inPlace(bottom);
    workspace
        .kernels()
        .unary()
        .apply(operation, bottom.floats(), 0, top.floats(), 0, bottom.size());
    tops[0] = top;
  }
}
