package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Softplus: ln(1 + e^x), finite for every finite x. Any shape. */
public final class Softplus extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The function as the file describes it. */
  public Softplus(LayerSpec spec) {
    super(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.apply(UnaryOperation.SOFTPLUS, src, 0, dst, 0, n);
  }
}
