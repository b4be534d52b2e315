package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's TanH: tanh x. Any shape. */
public final class TanH extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** A hyperbolic tangent as the file describes it. */
  public TanH(LayerSpec spec) {
    super(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.apply(UnaryOperation.TANH, src, 0, dst, 0, n);
  }
}
