package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Exp: base^(shift + scale·x). Any shape. */
public final class Exp extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The base; −1 stands for e. */
  static final FloatParam BASE = FloatParam.of(0, "base").defaultsTo(-1f);

  /** What x is multiplied by. */
  static final FloatParam SCALE = FloatParam.of(1, "scale").defaultsTo(1f);

  /** Added to the product. */
  static final FloatParam SHIFT = FloatParam.of(2, "shift").defaultsTo(0f);

  private final float base;
  private final float scale;
  private final float shift;

  /** The function as the file describes it. */
  public Exp(LayerSpec spec) {
    super(spec);
    this.base = BASE.get(spec);
    this.scale = SCALE.get(spec);
    this.shift = SHIFT.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.scaleShift(scale, shift, src, 0, dst, 0, n);
    if (base == -1f) {
      kernels.apply(UnaryOperation.EXP, dst, 0, dst, 0, n);
    } else {
      for (int i = 0; i < n; i++) {
        dst[i] = (float) Math.pow(base, dst[i]);
      }
    }
  }
}
