package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Swish: x / (1 + e^−x). Any shape. */
public final class Swish extends Elementwise {
  private static final long serialVersionUID = 1L;

  private static final Activation SWISH = new Activation(Activation.Kind.SWISH, 0f, 0f);

  /** A swish as the file describes it. */
  public Swish(LayerSpec spec) {
    super(spec);
  }

  @Override
  public Activation asActivation() {
    return SWISH;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.swish(src, 0, dst, 0, n);
  }
}
