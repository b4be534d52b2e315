package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Mish: x·tanh(ln(1 + e^x)). Any shape. */
public final class Mish extends Elementwise {
  private static final long serialVersionUID = 1L;

  private static final Activation MISH = new Activation(Activation.Kind.MISH, 0f, 0f);

  /** A mish as the file describes it. */
  public Mish(LayerSpec spec) {
    super(spec);
  }

  @Override
  public Activation asActivation() {
    return MISH;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.activate(MISH, src, 0, dst, 0, n);
  }
}
