package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Power: (shift + scale·x)^power. Any shape. */
public final class Power extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The exponent. */
  static final FloatParam POWER = FloatParam.of(0, "power").defaultsTo(1f);

  /** What x is multiplied by. */
  static final FloatParam SCALE = FloatParam.of(1, "scale").defaultsTo(1f);

  /** Added to the product. */
  static final FloatParam SHIFT = FloatParam.of(2, "shift").defaultsTo(0f);

  private final float power;
  private final float scale;
  private final float shift;

  /** The function as the file describes it. */
  public Power(LayerSpec spec) {
    super(spec);
    this.power = POWER.get(spec);
    this.scale = SCALE.get(spec);
    this.shift = SHIFT.get(spec);
  }

  @Override
  void apply(UnaryKernels kernels, float[] src, float[] dst, int n) {
    kernels.scaleShift(scale, shift, src, 0, dst, 0, n);
    if (power == 2f) {
      kernels.apply(UnaryOperation.SQUARE, dst, 0, dst, 0, n);
    } else if (power != 1f) {
      for (int i = 0; i < n; i++) {
        dst[i] = (float) Math.pow(dst[i], power);
      }
    }
  }
}
