package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's HardSwish: x·min(max(alpha·x + beta, 0), 1). Any shape. */
public final class HardSwish extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** Slope of the gate; frameworks write 1/6 where ncnn defaults to 0.2. */
  static final FloatParam ALPHA = FloatParam.of(0, "alpha").defaultsTo(0.2f);

  /** The gate at 0. */
  static final FloatParam BETA = FloatParam.of(1, "beta").defaultsTo(0.5f);

  private final Activation activation;

  /** A hard swish as the file describes it. */
  public HardSwish(LayerSpec spec) {
    super(spec);
    this.activation = new Activation(Activation.Kind.HARD_SWISH, ALPHA.get(spec), BETA.get(spec));
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
