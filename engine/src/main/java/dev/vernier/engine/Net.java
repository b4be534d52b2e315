package dev.vernier.engine;

import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.RandomWeights;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A loaded ncnn net: layers, blobs and weights, read-only.
 *
 * <p>One net serves any number of {@link Extractor}s in any number of threads. It serialises with
 * its weights as they were read; what kernels derive from them is made again on first use, once a
 * JVM.
 */
public final class Net implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<Layer> layers;
  private final List<Blob> blobs;
  private final Map<String, Integer> blobIndices;
  private final int[][] bottoms;
  private final int[][] tops;

  private Net(NetDefinition definition, List<Layer> layers) {
    this.name = definition.source();
    this.layers = List.copyOf(layers);
    this.blobIndices = new HashMap<>();
    this.bottoms = new int[layers.size()][];
    this.tops = new int[layers.size()][];
    List<String> names = new ArrayList<>();
    List<Integer> producers = new ArrayList<>();
    List<List<Integer>> consumers = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec spec = layers.get(i).spec();
      bottoms[i] = spec.bottoms().stream().mapToInt(blobIndices::get).toArray();
      for (int bottom : bottoms[i]) {
        consumers.get(bottom).add(i);
      }
      tops[i] = new int[spec.tops().size()];
      for (int j = 0; j < tops[i].length; j++) {
        tops[i][j] = names.size();
        blobIndices.put(spec.tops().get(j), names.size());
        names.add(spec.tops().get(j));
        producers.add(i);
        consumers.add(new ArrayList<>());
      }
    }
    List<Blob> made = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      made.add(new Blob(i, names.get(i), producers.get(i), consumers.get(i)));
    }
    this.blobs = List.copyOf(made);
  }

  /**
   * Loads a net with the layers that the engine brings.
   *
   * @param param ncnn's text {@code .param} file
   * @param bin its {@code .bin} file
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static Net load(Path param, Path bin) throws IOException {
    return load(param, bin, LayerRegistry.builtin());
  }

  /**
   * Loads a net with layers from a registry.
   *
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static Net load(Path param, Path bin, LayerRegistry registry) throws IOException {
    NetDefinition definition = ParamReader.read(param);
    try (WeightReader weights = WeightReader.open(bin)) {
      Net net = build(definition, weights, registry);
      weights.finish();
      return net;
    }
  }

  /**
   * Loads a net from memory.
   *
   * @param name what messages call it: they name {@code NAME.param} and {@code NAME.bin}; a name
   *     that ends in {@code .param} is taken without its ending
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static Net load(byte[] param, byte[] bin, String name) {
    String stem = name.endsWith(".param") ? name.substring(0, name.length() - 6) : name;
    WeightReader weights = WeightReader.of(bin, stem + ".bin");
    Net net = build(ParamReader.read(param, stem + ".param"), weights, LayerRegistry.builtin());
    weights.finish();
    return net;
  }

  /**
   * A net with made-up weights, for timing and for looking at its shapes.
   *
   * @param seed the same seed gives the same weights
   * @throws NetException if the file is malformed
   */
  public static Net withRandomWeights(Path param, long seed) throws IOException {
    return build(ParamReader.read(param), new RandomWeights(seed), LayerRegistry.builtin());
  }

  private static Net build(NetDefinition definition, WeightSource weights, LayerRegistry registry) {
    List<Layer> layers = new ArrayList<>();
    for (LayerSpec spec : definition.layers()) {
      weights.startLayer(spec);
      layers.add(registry.factory(spec).create(spec, weights));
    }
    return new Net(definition, layers);
  }

  /** What messages call this net: its param file's name. */
  public String name() {
    return name;
  }

  /** All layers in the file's order, which is an order in which they can run. */
  public List<Layer> layers() {
    return layers;
  }

  /** All blobs by index. */
  public List<Blob> blobs() {
    return blobs;
  }

  /**
   * The blob of a name.
   *
   * @throws NetException if there is none; the message gives the nearest names
   */
  public Blob blob(String blobName) {
    Integer index = blobIndices.get(blobName);
    if (index == null) {
      throw new NetException(
          name
              + ": no blob \""
              + blobName
              + "\""
              + NearestNames.suggest(blobName, blobIndices.keySet()));
    }
    return blobs.get(index);
  }

  /** The blobs that Input layers name: what a run must be given. */
  public List<Blob> inputs() {
    return blobs.stream().filter(this::isInput).toList();
  }

  /** The blobs that no layer reads: what a run is for. */
  public List<Blob> outputs() {
    return blobs.stream().filter(blob -> blob.consumers().isEmpty()).toList();
  }

  /** An extractor with the default options. */
  public Extractor extractor() {
    return extractor(Option.defaults());
  }

  /** An extractor: one for each thread that runs this net. */
  public Extractor extractor(Option option) {
    return new Extractor(this, option);
  }

  boolean isInput(Blob blob) {
    return layers.get(blob.producer()).spec().type().equals("Input");
  }

  int[] bottoms(int layer) {
    return bottoms[layer];
  }

  int[] tops(int layer) {
    return tops[layer];
  }
}
