package dev.vernier.spark.calibrate;

import dev.vernier.engine.Net;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.spark.JobException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The layers of a net that a table has lines for, and the blobs that they read. Holds nothing of
 * the net itself, so that the driver can let go of its weights while executors run it.
 *
 * @param taps Convolution, ConvolutionDepthWise and InnerProduct, in the net's order
 * @param blobs their first bottoms, each once
 */
record Taps(List<Tap> taps, List<String> blobs) {

  /**
   * A layer whose input is looked at.
   *
   * @param index its place in the net; the layer there is {@link Quantizable}
   * @param name its name
   * @param type its type
   * @param blob the blob whose range its scale is made for
   * @param inputs elements that one element of its output is made of
   */
  record Tap(int index, String name, String type, String blob, int inputs) {}

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
        LayerSpec spec = net.layers().get(i).spec();
        String blob = spec.bottoms().get(0);
        int inputs = layer.columnProduct().inputs();
        Tap tap = new Tap(i, spec.name(), spec.type(), blob, inputs);
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
