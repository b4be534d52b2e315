package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's UnaryOp: one of 28 functions, as {@link UnaryOperation} lists them. Any shape. */
public final class UnaryOp extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** Which function. */
  static final IntParam OP_TYPE =
      IntParam.of(0, "op_type").atLeast(0).atMost(UnaryOperation.UNARY_OPS - 1);

  private final UnaryOperation operation;

  /** The function as the file describes it. */
  public UnaryOp(LayerSpec spec) {
    super(spec);
    this.operation = UnaryOperation.values()[OP_TYPE.get(spec)];
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.apply(operation, src, 0, dst, 0, n);
  }
}
