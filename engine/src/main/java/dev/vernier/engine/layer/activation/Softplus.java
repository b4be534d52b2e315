package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
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
    for (int i = 0; i < n; i++) {
      float x = src[i];
      dst[i] = Math.max(x, 0f) + (float) Math.log1p(Math.exp(-Math.abs(x)));
    }
  }
}
