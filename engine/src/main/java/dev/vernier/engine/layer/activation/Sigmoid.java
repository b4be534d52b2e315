package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Sigmoid: 1 / (1 + e^−x). Any shape. */
public final class Sigmoid extends Elementwise {
  private static final long serialVersionUID = 1L;

  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0f, 0f);

  /** A sigmoid as the file describes it. */
  public Sigmoid(LayerSpec spec) {
    super(spec);
  }

  @Override
  public Activation asActivation() {
    return SIGMOID;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.activate(SIGMOID, src, 0, dst, 0, n);
  }
}
