package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Shrink: x drawn towards 0 by bias outside ±lambd, 0 within. Any shape. */
public final class Shrink extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** How far elements move. */
  static final FloatParam BIAS = FloatParam.of(0, "bias").defaultsTo(0f);

  /** Half the width of the zero band. */
  static final FloatParam LAMBD = FloatParam.of(1, "lambd").defaultsTo(0.5f);

  private final float bias;
  private final float lambd;

  /** The function as the file describes it. */
  public Shrink(LayerSpec spec) {
    super(spec);
    this.bias = BIAS.get(spec);
    this.lambd = LAMBD.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    for (int i = 0; i < n; i++) {
      float x = src[i];
      dst[i] = x < -lambd ? x + bias : x > lambd ? x - bias : 0f;
    }
  }
}
