package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Erf: the error function, 2 / √π times the integral of e^(−t²) from 0 to x. Any shape. */
public final class Erf extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The function as the file describes it. */
  public Erf(LayerSpec spec) {
    super(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.apply(UnaryOperation.ERF, src, 0, dst, 0, n);
  }
}
