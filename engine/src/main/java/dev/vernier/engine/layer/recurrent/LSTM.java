package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.UnaryOperation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's LSTM: with gates i, f, o (sigmoid) and g (tanh), c = f·c + i·g and h = o·tanh(c), which is
 * projected to num_output where hidden_size differs from it; fp32 or int8, see {@link
 * RecurrentLayer}. The states are h and c.
 */
public final class LSTM extends RecurrentLayer {
  private static final long serialVersionUID = 1L;
  private static final int GATES = 4;
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0f, 0f);

  /** Elements of the cell. */
  static final IntParam HIDDEN_SIZE =
      IntParam.of(3, "hidden_size").defaultsTo(NUM_OUTPUT).atLeast(1);

  private final int hiddenSize;

  /** A long short-term memory as the file describes it. */
  public LSTM(LayerSpec spec, WeightSource weights) {
    super(spec, weights, GATES, HIDDEN_SIZE.get(spec), GATES, 2);
    this.hiddenSize = HIDDEN_SIZE.get(spec);
  }

  @Override
  int stateSize(int i) {
    return i == 0 ? outputs() : hiddenSize;
  }

  @Override
  StateStep step(Kernels kernels, int which) {
    int n = hiddenSize;
    float[] bias = bias(which, GATES * n);
    float[] weights = projection(which, n);
    InnerProductKernel projection =
        weights == null ? null : kernels.innerProduct(n, outputs(), weights, null, Activation.NONE);
    return (x, at, gates, state, workspace) -> {
      for (int q = 0; q < GATES * n; q++) {
        gates[q] = bias[q] + x[at + q] + gates[q];
      }
      workspace.kernels().unary().activate(SIGMOID, gates, 0, gates, 0, 3 * n);
      workspace.kernels().unary().apply(UnaryOperation.TANH, gates, 3 * n, gates, 3 * n, n);
      float[] cell = state[1];
      for (int q = 0; q < n; q++) {
        cell[q] = gates[n + q] * cell[q] + gates[q] * gates[3 * n + q];
      }
      workspace.kernels().unary().apply(UnaryOperation.TANH, cell, 0, gates, 0, n);
      for (int q = 0; q < n; q++) {
        gates[q] *= gates[2 * n + q];
      }
      if (projection == null) {
        System.arraycopy(gates, 0, state[0], 0, n);
      } else {
        projection.run(gates, 1, state[0], workspace);
      }
    };
  }
}
