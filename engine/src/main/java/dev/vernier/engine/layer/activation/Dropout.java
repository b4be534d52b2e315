package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Dropout: x·scale, as nothing is dropped after training. Any shape. */
public final class Dropout extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** What every element is multiplied by. */
  static final FloatParam SCALE = FloatParam.of(0, "scale").defaultsTo(1f);

  private final float scale;

  /** A dropout as the file describes it. */
  public Dropout(LayerSpec spec) {
    super(spec);
    this.scale = SCALE.get(spec);
  }

  /** What every element is multiplied by. */
  public float scale() {
    return scale;
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.scaleShift(scale, 0f, src, 0, dst, 0, n);
  }
}
