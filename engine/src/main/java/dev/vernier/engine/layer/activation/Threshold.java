package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Threshold: 1 above the threshold, otherwise 0. Any shape. */
public final class Threshold extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The largest x that gives 0. */
  static final FloatParam THRESHOLD = FloatParam.of(0, "threshold").defaultsTo(0f);

  private final float threshold;

  /** The function as the file describes it. */
  public Threshold(LayerSpec spec) {
    super(spec);
    this.threshold = THRESHOLD.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    for (int i = 0; i < n; i++) {
      float x = src[i];
      dst[i] = x > threshold ? 1f : 0f;
    }
  }
}
