package dev.vernier.engine.kernel;

/** What normalisation layers spend their time on. */
public interface NormKernels {

  /** Softmax of n elements in place: e^(x − max) over its sum. */
  void softmax(float[] data, int at, int n);

  /**
   * Layer normalisation of n elements in place: (x − mean) / sqrt(variance + eps), then times gamma
   * plus beta element by element unless those are null.
   */
  void layerNorm(float[] data, int at, int n, float eps, float[] gamma, float[] beta);
}
