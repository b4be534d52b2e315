package dev.vernier.engine.io;

import dev.vernier.engine.layer.LayerSpec;

/**
 * Where a layer takes its weights from while it is built: a {@code .bin} file, or made-up weights
 * for timing. Layers ask in the order in which ncnn stores them.
 */
public interface WeightSource {

  /**
   * Says whose weights come next, for messages.
   *
   * @param layer the layer about to be built
   */
  default void startLayer(LayerSpec layer) {}

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
