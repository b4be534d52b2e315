package dev.vernier.engine;

import dev.vernier.engine.layer.Layer;

/**
 * Is told of every layer that an {@link Extractor} has run; of two that ran as one ({@link
 * Option#fusing}) once, with the first one's name and bottoms and the second one's tops.
 */
@FunctionalInterface
public interface LayerObserver {

  /**
   * A layer is done. The mats are valid during the call only, and a bottom may already have been
   * overwritten in place: its shape still stands.
   *
   * @param layer what ran
   * @param bottoms what it read
   * @param tops what it made
   * @param nanos how long it took, in nanoseconds
   */
  void layerDone(Layer layer, Mat[] bottoms, Mat[] tops, long nanos);
}
