package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's ReLU: x where it is not negative, otherwise slope·x. Any shape. */
public final class ReLU extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** What negative elements are multiplied by. */
  static final FloatParam SLOPE = FloatParam.of(0, "slope");

  private final Activation activation;

  /** A rectifier as the file describes it. */
  public ReLU(LayerSpec spec) {
    super(spec);
    float slope = SLOPE.get(spec);
    this.activation =
        slope == 0f
            ? new Activation(Activation.Kind.RELU, 0f, 0f)
            : new Activation(Activation.Kind.LEAKY_RELU, slope, 0f);
  }

  @Override
  public Activation asActivation() {
    return activation;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.activate(activation, src, 0, dst, 0, n);
  }
}
