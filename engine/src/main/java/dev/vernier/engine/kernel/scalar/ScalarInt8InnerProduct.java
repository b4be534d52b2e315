package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Scratch;

/** A fully connected layer over integers by its definition: a sum, scaled, biased, activated. */
final class ScalarInt8InnerProduct implements InnerProductKernel {
  private static final ScalarUnary UNARY = new ScalarUnary();

  private final int inputs;
  private final int outputs;
  private final byte[] weights;
  private final float[] units;
  private final float[] bias;
  private final Activation activation;

  ScalarInt8InnerProduct(
      int inputs, int outputs, byte[] weights, float[] units, float[] bias, Activation activation) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.units = units;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public void run(float[] src, int rows, float[] dst, Scratch scratch) {
    for (int row = 0; row < rows; row++) {
      int from = row * inputs;
      for (int p = 0; p < outputs; p++) {
        float sum = 0f;
        for (int i = 0; i < inputs; i++) {
          sum += src[from + i] * weights[p * inputs + i];
        }
        dst[row * outputs + p] = sum * units[p] + (bias == null ? 0f : bias[p]);
      }
    }
    UNARY.activate(activation, dst, 0, dst, 0, rows * outputs);
  }
}
