package dev.vernier.engine.kernel;

/** What normalisation layers spend their time on. */
public interface NormKernels {

  /** Softmax of n elements in place: e^(x − max) over its sum. */
  void softmax(float[] data, int at, int n);

  /**
   * Softmax down each column of a row-major matrix, in place.
   *
   * @param rows elements of one softmax, {@code columns} apart
   * @param columns independent softmaxes, side by side
   */
  void softmaxColumns(float[] data, int at, int rows, int columns);

  /**
   * Layer normalisation of n elements in place: (x − mean) / sqrt(variance + eps), then times gamma
   * plus beta element by element unless those are null.
   */
  void layerNorm(float[] data, int at, int n, float eps, float[] gamma, float[] beta);

  /** The sum of (x − around)² over n elements from an offset. */
  float squares(float[] src, int at, int n, float around);
}
