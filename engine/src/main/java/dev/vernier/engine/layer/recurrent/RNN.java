package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.LayerSpec;

/** ncnn's RNN: h = tanh(W_x·x + W_h·h + b), fp32 or int8; see {@link RecurrentLayer}. */
public final class RNN extends RecurrentLayer {
  private static final long serialVersionUID = 1L;

  /** A recurrent layer as the file describes it. */
  public RNN(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1, NUM_OUTPUT.get(spec), 1, 1);
  }

  @Override
  int stateSize(int i) {
    return outputs();
  }

  @Override
  StateStep step(Kernels kernels, int which) {
    int n = outputs();
    float[] bias = bias(which, n);
    return (ofInputs, at, ofState, state, workspace) -> {
      for (int q = 0; q < n; q++) {
        ofState[q] = bias[q] + ofInputs[at + q] + ofState[q];
      }
      workspace.kernels().unary().apply(UnaryOperation.TANH, ofState, 0, state[0], 0, n);
    };
  }
}
