package dev.vernier.engine.layer.activation;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's Clip: x held between two bounds; the upper one wins where they cross. Any shape. */
public final class Clip extends Elementwise {
  private static final long serialVersionUID = 1L;

  /** The lower bound. */
  static final FloatParam MIN = FloatParam.of(0, "min").defaultsTo(-Float.MAX_VALUE);

  /** The upper bound. */
  static final FloatParam MAX = FloatParam.of(1, "max").defaultsTo(Float.MAX_VALUE);

  private final Activation activation;

  /** A clip as the file describes it. */
  public Clip(LayerSpec spec) {
    super(spec);
    this.activation = new Activation(Activation.Kind.CLIP, MIN.get(spec), MAX.get(spec));
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
