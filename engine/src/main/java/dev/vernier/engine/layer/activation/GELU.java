package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's GELU: x·Φ(x), Φ the standard normal distribution. Any shape. */
public final class GELU extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** Other than 0 where Φ goes through tanh. */
  static final IntParam FAST_GELU = IntParam.of(0, "fast_gelu");

  private final UnaryOperation operation;

  /** The function as the file describes it. */
  public GELU(LayerSpec spec) {
    super(spec);
    this.operation = FAST_GELU.get(spec) == 0 ? UnaryOperation.GELU : UnaryOperation.GELU_TANH;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.apply(operation, src, 0, dst, 0, n);
  }
}
