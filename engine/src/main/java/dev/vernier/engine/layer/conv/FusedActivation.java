package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/** The activation that a convolution or a fully connected layer applies to its sums. */
final class FusedActivation {

  /** Which function, 0 to 6; 0 is none. */
  static final IntParam ACTIVATION_TYPE = IntParam.of(9, "activation_type").atLeast(0).atMost(6);

  /** The function's parameters. */
  static final FloatArrayParam ACTIVATION_PARAMS = FloatArrayParam.of(10, "activation_params");

  private FusedActivation() {}

  /**
   * The activation of a layer.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if the function is unknown or lacks
   *     parameters
   */
  static Activation of(LayerSpec spec) {
    try {
      return Activation.of(ACTIVATION_TYPE.get(spec), ACTIVATION_PARAMS.get(spec));
    } catch (IllegalArgumentException problem) {
      throw spec.error(problem.getMessage());
    }
  }

  /** A layer with the activation of another, as that one's file writes it. */
  static LayerSpec copy(LayerSpec from, LayerSpec to) {
    ParamDict params = to.params();
    for (int id : new int[] {ACTIVATION_TYPE.id(), ACTIVATION_PARAMS.id()}) {
      if (from.params().get(id) != null) {
        params = params.with(id, from.params().get(id));
      }
    }
    return to.withParams(params);
  }
}
