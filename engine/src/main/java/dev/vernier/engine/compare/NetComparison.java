package dev.vernier.engine.compare;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.LayerRunner;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Option;
import dev.vernier.engine.layer.Layer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs both nets of a pair on one sample after the other and sums up what each quantised layer
 * does. Not thread-safe: one a task.
 */
public final class NetComparison {
  private final NetPair pair;
  private final List<Layer> layers;
  private final Extractor real;
  private final Extractor int8;
  private final LayerRunner alone;
  private final int[] realBlobs;
  private final int[] int8Blobs;
  private final Map<Integer, Integer> realPlaces = new HashMap<>();
  private final Map<Integer, Integer> int8Places = new HashMap<>();
  private final int[] wanted;
  private final List<LayerError> errors = new ArrayList<>();

  /**
   * A comparison that has seen no sample.
   *
   * @param wanted indices of blobs that are wanted of both nets beside
   */
  public NetComparison(NetPair pair, int[] wanted, Option option) {
    this.pair = pair;
    this.layers = pair.quantizedLayers();
    this.wanted = wanted.clone();
    this.real = pair.real().extractor(option);
    this.int8 = pair.int8().extractor(option);
    this.alone = new LayerRunner(option);
    BitSet ofReal = new BitSet();
    BitSet ofInt8 = new BitSet();
    for (int blob : wanted) {
      ofReal.set(blob);
      ofInt8.set(blob);
    }
    for (Layer layer : layers) {
      layer.spec().bottoms().forEach(name -> ofReal.set(index(name)));
      ofInt8.set(index(layer.spec().bottoms().get(0)));
      ofReal.set(index(layer.spec().tops().get(0)));
      ofInt8.set(index(layer.spec().tops().get(0)));
      errors.add(LayerError.none(layer.spec().name(), NetPair.threshold(layer)));
    }
    this.realBlobs = places(ofReal, realPlaces);
    this.int8Blobs = places(ofInt8, int8Places);
  }

  private static int[] places(BitSet blobs, Map<Integer, Integer> places) {
    blobs.stream().forEach(blob -> places.put(blob, places.size()));
    return blobs.stream().toArray();
  }

  private int index(String blob) {
    return pair.real().blob(blob).index();
  }

  /**
   * What both nets make of a sample; valid until the next call.
   *
   * @param real the wanted blobs of the fp32 net
   * @param int8 those of the int8 net
   */
  public record Outputs(List<Mat> real, List<Mat> int8) {}

  /**
   * Runs both nets on one sample.
   *
   * @param inputs blobs and what they are given
   * @throws IllegalArgumentException if the input has a shape that a layer cannot take
   */
  public Outputs run(Map<Blob, Mat> inputs) {
    inputs.forEach((blob, mat) -> real.input(blob.index(), mat));
    inputs.forEach((blob, mat) -> int8.input(blob.index(), mat));
    List<Mat> realMats = real.extract(realBlobs);
    List<Mat> int8Mats = int8.extract(int8Blobs);
    return new Outputs(wanted(realMats, realPlaces), wanted(int8Mats, int8Places));
  }

  /**
   * Adds the sample of the last {@link #run} to all errors, or to none if a layer cannot take it.
   *
   * @throws IllegalArgumentException if a top has another shape in int8
   */
  public void addLayers() {
    List<Mat> realMats = real.extract(realBlobs);
    List<Mat> int8Mats = int8.extract(int8Blobs);
    List<LayerError> added = new ArrayList<>(layers.size());
    for (Layer layer : layers) {
      added.add(error(layer, realMats, int8Mats));
    }
    for (int i = 0; i < added.size(); i++) {
      errors.get(i).merge(added.get(i));
    }
  }

  private LayerError error(Layer layer, List<Mat> realMats, List<Mat> int8Mats) {
    LayerError error = LayerError.none(layer.spec().name(), NetPair.threshold(layer));
    List<String> names = layer.spec().bottoms();
    Mat[] bottoms = new Mat[names.size()];
    for (int i = 0; i < bottoms.length; i++) {
      bottoms[i] = realMats.get(realPlaces.get(index(names.get(i))));
    }
    int topIndex = index(layer.spec().tops().get(0));
    Mat top = realMats.get(realPlaces.get(topIndex));
    Mat quantizedTop = int8Mats.get(int8Places.get(topIndex));
    if (!top.sameShape(quantizedTop)) {
      throw new IllegalArgumentException(
          layer.spec().describe()
              + ": its top is "
              + top
              + " in fp32, "
              + quantizedTop
              + " in int8");
    }
    error.accumulated().add(top, quantizedTop);
    error.own().add(top, alone.run(layer, bottoms)[0]);
    if (bottoms[0].type() == Mat.Type.FLOAT32) {
      error.input().add(bottoms[0]);
      error.accumulatedInput().add(int8Mats.get(int8Places.get(index(names.get(0)))));
    }
    return error;
  }

  private List<Mat> wanted(List<Mat> mats, Map<Integer, Integer> places) {
    List<Mat> found = new ArrayList<>(wanted.length);
    for (int blob : wanted) {
      found.add(mats.get(places.get(blob)));
    }
    return found;
  }

  /** What has been found so far, a line a quantised layer in the net's order. */
  public List<LayerError> errors() {
    return List.copyOf(errors);
  }
}
