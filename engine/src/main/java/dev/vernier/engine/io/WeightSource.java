package dev.vernier.engine.io;

/**
 * Where a layer takes its weights from while it is built: a {@code .bin} file, or made-up weights
 * for timing. Layers ask in the order in which ncnn stores them.
 */
public interface WeightSource {

  /**
   * The next weight with a storage tag before it (ncnn's type 0): convolution kernels and the like.
   *
   * @param count number of elements
   * @throws WeightFormatException if it is not there, or its tag is unknown
   */
  Weight tagged(int count);

  /**
   * The next weight without a tag (ncnn's type 1), fp32: biases, slopes, scales.
   *
   * @param count number of elements
   * @throws WeightFormatException if it is not there
   */
  float[] raw(int count);
}
