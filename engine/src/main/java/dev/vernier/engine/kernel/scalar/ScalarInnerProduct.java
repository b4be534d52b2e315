package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Scratch;

/** A fully connected layer by its definition: a dot product in float an output. */
final class ScalarInnerProduct implements InnerProductKernel {
  private static final ScalarUnary UNARY = new ScalarUnary();

  private final int inputs;
  private final int outputs;
  private final float[] weights;
  private final float[] bias;
  private final Activation activation;

  ScalarInnerProduct(
      int inputs, int outputs, float[] weights, float[] bias, Activation activation) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public void run(float[] src, int rows, float[] dst, Scratch scratch) {
    for (int row = 0; row < rows; row++) {
      int from = row * inputs;
      for (int p = 0; p < outputs; p++) {
        float sum = bias == null ? 0f : bias[p];
        int weight = p * inputs;
        for (int i = 0; i < inputs; i++) {
          sum += src[from + i] * weights[weight + i];
        }
        dst[row * outputs + p] = sum;
      }
    }
    UNARY.activate(activation, dst, 0, dst, 0, rows * outputs);
  }
}
