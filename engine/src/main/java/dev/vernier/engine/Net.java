package dev.vernier.engine;

import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.RandomWeights;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.WeightReader;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

  /** Made when first needed, and shared by all extractors; benign if made twice. */
  private transient volatile Fusion[] fusions;

  private Net(String name, List<Layer> layers) {
    this.name = name;
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
   * @param param ncnn's {@code .param} or {@code .param.bin}, on any file system: a path into an
   *     opened zip will do
   * @param bin its {@code .bin}
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
    NetDefinition definition = ParamReader.read(param, registry);
    try (WeightReader weights = WeightReader.open(bin)) {
      return complete(definition, weights, registry);
    }
  }

  /**
   * Loads a net from memory.
   *
   * @param name what messages call it: they name {@code NAME.param} and {@code NAME.bin}; a name
   *     that ends in {@code .param} or {@code .param.bin} is the param's own
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static Net load(byte[] param, byte[] bin, String name) {
    return load(param, bin, name, LayerRegistry.builtin());
  }

  /**
   * Loads a net from memory with layers from a registry.
   *
   * @param name as for {@link #load(byte[], byte[], String)}
   * @throws NetException if a file is malformed or the two do not fit each other
   */
  public static Net load(byte[] param, byte[] bin, String name, LayerRegistry registry) {
    String stem = stem(name);
    WeightReader weights = WeightReader.of(bin, stem + ".bin");
    return complete(ParamReader.read(param, paramName(name), registry), weights, registry);
  }

  /**
   * Loads a net from two streams, which are read to their ends and not closed.
   *
   * @param name as for {@link #load(byte[], byte[], String)}
   * @throws NetException if a stream is malformed or the two do not fit each other
   */
  public static Net load(InputStream param, InputStream bin, String name, LayerRegistry registry) {
    String stem = stem(name);
    NetDefinition definition = ParamReader.read(param, paramName(name), registry);
    return complete(definition, WeightReader.of(bin, stem + ".bin"), registry);
  }

  /**
   * Loads a net from class-path resources, as the class finds them: names without a leading slash
   * are in its package.
   *
   * @throws NetException if there is no such resource, one is malformed or the two do not fit each
   *     other
   */
  public static Net loadResource(Class<?> near, String param, String bin) throws IOException {
    return loadResource(near, param, bin, LayerRegistry.builtin());
  }

  /**
   * Loads a net from class-path resources with layers from a registry; as {@link
   * #loadResource(Class, String, String)}.
   */
  public static Net loadResource(Class<?> near, String param, String bin, LayerRegistry registry)
      throws IOException {
    try (InputStream paramStream = resource(near, param);
        InputStream binStream = resource(near, bin)) {
      NetDefinition definition = ParamReader.read(paramStream, lastPart(param), registry);
      return complete(definition, WeightReader.of(binStream, lastPart(bin)), registry);
    }
  }

  /**
   * Makes a stored net run; the two share their weights.
   *
   * @throws NetException if a layer does not take the parameters or weights that are stored for it
   */
  public static Net of(StoredNet net, LayerRegistry registry) {
    return build(net.definition(), net.weights(), registry);
  }

  /**
   * A net with made-up weights, for timing and for looking at its shapes.
   *
   * @param seed the same seed gives the same weights
   * @throws NetException if the file is malformed
   */
  public static Net withRandomWeights(Path param, long seed) throws IOException {
    return withRandomWeights(param, seed, LayerRegistry.builtin());
  }

  /** The same with layers from a registry. */
  public static Net withRandomWeights(Path param, long seed, LayerRegistry registry)
      throws IOException {
    return build(ParamReader.read(param, registry), new RandomWeights(seed), registry);
  }

  private static InputStream resource(Class<?> near, String resource) {
    InputStream in = near.getResourceAsStream(resource);
    if (in == null) {
      throw new NetException(
          "no resource \"" + resource + "\" on the class path of " + near.getName());
    }
    return in;
  }

  private static String lastPart(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static String paramName(String name) {
    return stem(name).equals(name) ? name + ".param" : name;
  }

  /** A net's name without the ending of a param file. */
  private static String stem(String name) {
    for (String ending : List.of(StoredNet.BINARY_ENDING, ".param")) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  private static Net complete(
      NetDefinition definition, WeightReader weights, LayerRegistry registry) {
    Net net = build(definition, weights, registry);
    weights.finish();
    return net;
  }

  private static Net build(NetDefinition definition, WeightSource weights, LayerRegistry registry) {
    List<Layer> layers = new ArrayList<>();
    for (LayerSpec spec : definition.layers()) {
      weights.startLayer(spec);
      layers.add(registry.factory(spec).create(spec, weights));
    }
    return new Net(definition.source(), layers);
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

  /**
   * This net with some layers taken from another of the same layers and blobs, such as its int8
   * form; all layers are shared, not copied.
   *
   * @throws NetException if the other has no such layer at the same place
   */
  public Net withLayersOf(Net other, Set<String> names) {
    List<Layer> mixed = new ArrayList<>(layers);
    Set<String> missing = new TreeSet<>(names);
    for (int i = 0; i < Math.min(layers.size(), other.layers.size()); i++) {
      LayerSpec spec = layers.get(i).spec();
      LayerSpec theirs = other.layers.get(i).spec();
      if (names.contains(spec.name())
          && spec.name().equals(theirs.name())
          && spec.bottoms().equals(theirs.bottoms())
          && spec.tops().equals(theirs.tops())) {
        mixed.set(i, other.layers.get(i));
        missing.remove(spec.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new NetException(
          other.name + " has no layers " + missing + " at the places where " + name + " has them");
    }
    return new Net(name, mixed);
  }

  /** An extractor with the default options. */
  public Extractor extractor() {
    return extractor(Option.defaults());
  }

  /** An extractor: one for each thread that runs this net. */
  public Extractor extractor(Option option) {
    return new Extractor(this, option);
  }

  /** Runs many samples at a time; as {@link #extractor(Option)}. */
  public BatchExtractor batchExtractor(Option option) {
    return new BatchExtractor(this, option);
  }

  boolean isInput(Blob blob) {
    LayerSpec spec = layers.get(blob.producer()).spec();
    return spec.type().equals("Input") && spec.bottoms().isEmpty();
  }

  /** What a layer fuses with, or null. */
  Fusion fusion(int layer) {
    Fusion[] all = fusions;
    if (all == null) {
      all = Fusion.of(this);
      fusions = all;
    }
    return all[layer];
  }

  /**
   * The blobs which gain, on some kernels, if their channels lie side by side: behind them a layer
   * seeks that, or the layer that makes them does and those that read them put up with it.
   */
  BitSet wantedPacked(Kernels kernels) {
    BitSet wanted = new BitSet();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Packing packing = layers.get(i).packing(kernels);
      boolean wants = packing == Packing.SEEKS;
      for (int top : tops[i]) {
        if (!layers.get(i).packsTop(kernels)) {
          wanted.clear(top);
          continue;
        }
        if (packing == Packing.SEEKS && isTakenPacked(top, kernels)) {
          wanted.set(top);
        }
        wants |= packing != Packing.NONE && wanted.get(top);
      }
      if (wants) {
        for (int bottom : bottoms[i]) {
          wanted.set(bottom);
        }
      }
    }
    return wanted;
  }

  private boolean isTakenPacked(int blob, Kernels kernels) {
    List<Integer> consumers = blobs.get(blob).consumers();
    return !consumers.isEmpty()
        && consumers.stream().noneMatch(i -> layers.get(i).packing(kernels) == Packing.NONE);
  }

  int[] bottoms(int layer) {
    return bottoms[layer];
  }

  int[] tops(int layer) {
    return tops[layer];
  }
}
