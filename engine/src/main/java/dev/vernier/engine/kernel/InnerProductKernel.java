package dev.vernier.engine.kernel;

import java.util.function.Supplier;

/** A fully connected layer bound to its weights, bias and activation. Immutable, thread-safe. */
public interface InnerProductKernel {

  /**
   * Multiplies each row of inputs by the weights.
   *
   * @param src rows × inputs from index 0
   * @param rows how many
   * @param dst rows × outputs from index 0; not the same array as src
   */
  void run(float[] src, int rows, float[] dst, Scratch scratch);

  /**
   * Gives the very weights that the kernel was made of, in their order and a new array, if it holds
   * none but an order of its own; otherwise null.
   */
  default Supplier<float[]> weights() {
    return null;
  }
}
