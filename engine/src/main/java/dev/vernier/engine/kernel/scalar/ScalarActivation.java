package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;

/** One element through a fused activation. */
final class ScalarActivation {

  /** Beyond this e^x + 1 is e^x in float, so ln(1 + e^x) is x. */
  private static final float SOFTPLUS_LINEAR = 20f;

  private static final float SIGMOID_LIMIT = 88.3762626647949f;

  private ScalarActivation() {}

  static float apply(Activation activation, float x) {
    return switch (activation.kind()) {
      case NONE -> x;
      case RELU -> Math.max(x, 0f);
      case LEAKY_RELU -> x > 0f ? x : x * activation.a();
      case CLIP -> Math.min(Math.max(x, activation.a()), activation.b());
      case SIGMOID -> sigmoid(x);
      case MISH -> x * (float) Math.tanh(softplus(x));
      case HARD_SWISH ->
          x * Math.min(Math.max(activation.a() * x + activation.b(), 0f), 1f);
    };
  }

  private static float sigmoid(float x) {
    float clipped = Math.min(Math.max(x, -SIGMOID_LIMIT), SIGMOID_LIMIT);
    return (float) (1.0 / (1.0 + Math.exp(-clipped)));
  }

  private static double softplus(float x) {
    return x > SOFTPLUS_LINEAR ? x : Math.log1p(Math.exp(x));
  }
}
