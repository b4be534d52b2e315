package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's HardSigmoid: min(max(alpha·x + beta, 0), 1). Any shape. */
public final class HardSigmoid extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** Slope; frameworks write 1/6 or 0.2, ncnn defaults to 0.2. */
  static final FloatParam ALPHA = FloatParam.of(0, "alpha").defaultsTo(0.2f);

  /** The value at 0. */
  static final FloatParam BETA = FloatParam.of(1, "beta").defaultsTo(0.5f);

  private final float alpha;
  private final float beta;

  /** A hard sigmoid as the file describes it. */
  public HardSigmoid(LayerSpec spec) {
    super(spec);
    this.alpha = ALPHA.get(spec);
    this.beta = BETA.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.hardSigmoid(alpha, beta, src, 0, dst, 0, n);
  }
}
