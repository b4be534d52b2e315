package dev.vernier.engine.compare;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.LayerRunner;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.layer.Layer;
import java.util.List;
import java.util.Map;

/**
 * What a net's output becomes when a single one of its layers is int8. What lies before that layer
 * is computed once a sample, for all layers. Not thread-safe: one a task.
 */
public final class LayerEffects {
  private final NetPair pair;
  private final int[] layers;
  private final int output;
  private final Extractor whole;
  private final Extractor rest;
  private final LayerRunner alone;

  /**
   * For an output of a pair of nets.
   *
   * @param output index of the blob
   */
  public LayerEffects(NetPair pair, int output, Option option) {
    this.pair = pair;
    this.layers = pair.quantized();
    this.output = output;
    this.whole = pair.real().extractor(option.withLightMode(false));
    this.rest = pair.real().extractor(option);
    this.alone = new LayerRunner(option);
  }

  /**
   * The fp32 net's output for a new sample, valid until the next call.
   *
   * @throws IllegalArgumentException if the input has a shape that a layer cannot take
   */
  public Mat real(Map<Blob, Mat> inputs) {
    inputs.forEach((blob, mat) -> whole.input(blob.index(), mat));
    return whole.extract(output);
  }

  /**
   * The output for the same sample with one layer in int8, valid until the next call.
   *
   * @param place which layer, as in {@link NetPair#quantizedNames}
   */
  public Mat withInt8(int place) {
    Net net = pair.real();
    int index = layers[place];
    Layer layer = pair.int8().layers().get(index);
    List<String> bottomNames = layer.spec().bottoms();
    Mat[] bottoms = new Mat[bottomNames.size()];
    for (int i = 0; i < bottoms.length; i++) {
      bottoms[i] = whole.extract(bottomNames.get(i));
    }
    Mat[] tops = alone.run(layer, bottoms);
    rest.clear();
    for (Blob blob : net.blobs()) {
      if (blob.producer() < index && reaches(blob, index)) {
        rest.input(blob.index(), whole.extract(blob.index()));
      }
    }
    for (int i = 0; i < tops.length; i++) {
      rest.input(net.blob(layer.spec().tops().get(i)).index(), tops[i]);
    }
    return rest.extract(output);
  }

  /** Whether a blob from before a layer is read by one behind it, or is the output itself. */
  private boolean reaches(Blob blob, int index) {
    return blob.index() == output || blob.consumers().stream().anyMatch(layer -> layer > index);
  }
}
