package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's GRU: with gates reset r and update u, n = tanh(W_x·x + b_w + r·(W_h·h + b_b)) and h = (1 −
 * u)·n + u·h, fp32 or int8; see {@link RecurrentLayer}.
 */
public final class GRU extends RecurrentLayer {
  private static final long serialVersionUID = 1L;
  private static final int GATES = 3;
  private static final int BIASES = 4;
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0f, 0f);

  /** A gated recurrent unit as the file describes it. */
  public GRU(LayerSpec spec, WeightSource weights) {
    super(spec, weights, GATES, NUM_OUTPUT.get(spec), BIASES, 1);
  }

  @Override
  int stateSize(int i) {
    return outputs();
  }

  @Override
  StateStep step(Kernels kernels, int which) {
    int n = outputs();
    float[] bias = bias(which, BIASES * n);
    return (x, at, h, state, workspace) -> {
      for (int q = 0; q < 2 * n; q++) {
        h[q] = bias[q] + x[at + q] + h[q];
      }
      workspace.kernels().unary().activate(SIGMOID, h, 0, h, 0, 2 * n);
      for (int q = 0; q < n; q++) {
        int fresh = 2 * n + q;
        h[fresh] = bias[fresh] + h[q] * (bias[fresh + n] + h[fresh]) + x[at + fresh];
      }
      workspace.kernels().unary().apply(UnaryOperation.TANH, h, 2 * n, h, 2 * n, n);
      float[] hidden = state[0];
      for (int q = 0; q < n; q++) {
        float update = h[n + q];
        hidden[q] = (1 - update) * h[2 * n + q] + update * hidden[q];
      }
    };
  }
}
