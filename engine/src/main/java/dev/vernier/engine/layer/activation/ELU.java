package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's ELU: x where it is not negative, otherwise alpha·(e^x − 1). Any shape. */
public final class ELU extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** What negative elements tend to, negated. */
  static final FloatParam ALPHA = FloatParam.of(0, "alpha").defaultsTo(0.1f);

  private final float alpha;

  /** The function as the file describes it. */
  public ELU(LayerSpec spec) {
    super(spec);
    this.alpha = ALPHA.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.exponentialUnit(alpha, 1f, 1f, src, 0, dst, 0, n);
  }
}
