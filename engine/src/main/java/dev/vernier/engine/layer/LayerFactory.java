package dev.vernier.engine.layer;

import dev.vernier.engine.io.WeightSource;

/** Builds a layer of one type. */
@FunctionalInterface
public interface LayerFactory {

  /**
   * A layer from its description, taking its weights from the source in ncnn's order.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if a parameter is not one the layer takes
   * @throws dev.vernier.engine.io.WeightFormatException if its weights are not there
   */
  Layer create(LayerSpec spec, WeightSource weights);
}
