package dev.vernier.spark.calibrate;

import dev.vernier.engine.Net;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.spark.JobException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The layers of a net that a table has lines for, and the blobs that they read.
 *
 * @param layers Convolution, ConvolutionDepthWise and InnerProduct, in the net's order
 * @param blobs their first bottoms, each once
 */
record Taps(List<Layer> layers, List<String> blobs) {

  /**
   * The taps of a net.
   *
   * @throws JobException if it has none
   */
  static Taps of(Net net) {
    List<Layer> layers = new ArrayList<>();
    LinkedHashSet<String> blobs = new LinkedHashSet<>();
    for (Layer layer : net.layers()) {
      if (layer instanceof Quantizable) {
        layers.add(layer);
        blobs.add(blobOf(layer));
      }
    }
    if (layers.isEmpty()) {
      throw new JobException(
          "the net has no Convolution, ConvolutionDepthWise or InnerProduct, nothing to calibrate");
    }
    return new Taps(layers, List.copyOf(blobs));
  }

  /** The blob whose range a layer's scale is made for. */
  static String blobOf(Layer layer) {
    return layer.spec().bottoms().get(0);
  }
}
