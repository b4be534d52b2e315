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
 * @param taps Convolution, ConvolutionDepthWise and InnerProduct, in the net's order
 * @param blobs their first bottoms, each once
 */
record Taps(List<Tap> taps, List<String> blobs) {

  /**
   * A layer whose input is looked at.
   *
   * @param index its place in the net
   * @param layer the layer, which is {@link Quantizable}
   */
  record Tap(int index, Layer layer) {

    String name() {
      return layer.spec().name();
    }

    /** The blob whose range the layer's scale is made for. */
    String blob() {
      return layer.spec().bottoms().get(0);
    }

    Quantizable quantizable() {
      return (Quantizable) layer;
    }
  }

  /**
   * The taps of a net.
   *
   * @throws JobException if it has none
   */
  static Taps of(Net net) {
    List<Tap> taps = new ArrayList<>();
    LinkedHashSet<String> blobs = new LinkedHashSet<>();
    for (int i = 0; i < net.layers().size(); i++) {
      // Weights that are a bottom are not there to be scaled.
      if (net.layers().get(i) instanceof Quantizable layer && layer.scaleCount() > 0) {
        Tap tap = new Tap(i, net.layers().get(i));
        taps.add(tap);
        blobs.add(tap.blob());
      }
    }
    if (taps.isEmpty()) {
      throw new JobException(
          "the net has no Convolution, ConvolutionDepthWise or InnerProduct, nothing to calibrate");
    }
    return new Taps(taps, List.copyOf(blobs));
  }
}
