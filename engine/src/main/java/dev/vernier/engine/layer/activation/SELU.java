package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's SELU: lambda·x where x is not negative, otherwise lambda·alpha·(e^x − 1). Any shape. */
public final class SELU extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** Factor below 0. */
  static final FloatParam ALPHA = FloatParam.of(0, "alpha").defaultsTo(1.67326324f);

  /** Factor of everything. */
  static final FloatParam LAMBDA = FloatParam.of(1, "lambda").defaultsTo(1.050700987f);

  private final float alpha;
  private final float lambda;

  /** The function as the file describes it. */
  public SELU(LayerSpec spec) {
    super(spec);
    this.alpha = ALPHA.get(spec);
    this.lambda = LAMBDA.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.exponentialUnit(alpha * lambda, 1f, lambda, src, 0, dst, 0, n);
  }
}
