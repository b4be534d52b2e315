package dev.vernier.engine.optimize;

import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.shape.Input;
import dev.vernier.engine.layer.shape.MemoryData;
import dev.vernier.engine.layer.shape.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A net on its way to fewer layers: who makes and who reads which blob, and what must stay. */
final class NetGraph {
  private final StoredNet source;
  private final LayerRegistry registry;
  private final Set<String> kept;
  private final List<StoredLayer> layers;
  private final Map<StoredLayer, Layer> built = new IdentityHashMap<>();
  private final Map<String, StoredLayer> producers = new HashMap<>();
  private final Map<String, List<StoredLayer>> readers = new HashMap<>();

  /**
   * A net whose named blobs keep their names and values.
   *
   * @throws dev.vernier.engine.NetException if a layer does not take its parameters or weights
   */
  NetGraph(StoredNet source, Set<String> kept, LayerRegistry registry) {
    this.source = source;
    this.registry = registry;
    this.kept = kept;
    this.layers = new ArrayList<>(source.layers());
    connect();
  }

  private void connect() {
    producers.clear();
    readers.clear();
    for (StoredLayer layer : layers) {
      layer.spec().tops().forEach(top -> producers.put(top, layer));
      for (String bottom : layer.spec().bottoms()) {
        readers.computeIfAbsent(bottom, blob -> new ArrayList<>()).add(layer);
      }
    }
  }

  /** The layers as they are now, in order; changes to come do not show in the list. */
  List<StoredLayer> layers() {
    return List.copyOf(layers);
  }

  /** Number of layers now. */
  int size() {
    return layers.size();
  }

  /** The layer at a place now. */
  StoredLayer layer(int at) {
    return layers.get(at);
  }

  /** The net as it is now. */
  StoredNet net() {
    int blobs = layers.stream().mapToInt(layer -> layer.spec().tops().size()).sum();
    boolean same = layers.equals(source.layers());
    return new StoredNet(
        layers, same ? source.blobCount() : blobs, source.source(), source.layout());
  }

  /** A layer with its parameters read; it shares the weights. */
  Layer built(StoredLayer layer) {
    return built.computeIfAbsent(layer, stored -> stored.build(registry));
  }

  /** Who makes a blob. */
  StoredLayer producer(String blob) {
    return producers.get(blob);
  }

  /** Who reads a blob, once for every time it does. */
  List<StoredLayer> readers(String blob) {
    return Collections.unmodifiableList(readers.getOrDefault(blob, List.of()));
  }

  /** Whether nobody may ask for a blob: it is read, and neither an input nor kept. */
  boolean isInner(String blob) {
    return !readers(blob).isEmpty() && !isFixed(blob);
  }

  private boolean isFixed(String blob) {
    return kept.contains(blob) || built(producer(blob)) instanceof Input;
  }

  /** The only reader of a layer's only top, if that blob is an inner one. */
  Optional<StoredLayer> follower(StoredLayer layer) {
    if (layer.spec().tops().size() != 1 || !layers.contains(layer)) {
      return Optional.empty();
    }
    String top = layer.spec().tops().get(0);
    List<StoredLayer> all = readers(top);
    return all.size() == 1 && isInner(top) ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** The constant that a blob is, directly or behind Splits. */
  Optional<MemoryData> constant(String blob) {
    Layer maker = built(producer(blob));
    if (maker instanceof Split) {
      return constant(maker.spec().bottoms().get(0));
    }
    return maker instanceof MemoryData data ? Optional.of(data) : Optional.empty();
  }

  /** Puts a layer in another's place. */
  void replace(StoredLayer old, StoredLayer other) {
    layers.set(layers.indexOf(old), other);
    connect();
  }

  /** Puts one layer, under the first one's blobs, in the place of two that follow each other. */
  void fuse(StoredLayer first, StoredLayer second, StoredLayer fused) {
    LayerSpec spec = fused.spec().withBlobs(first.spec().bottoms(), second.spec().tops());
    layers.remove(second);
    replace(first, fused.withSpec(spec));
    second.spec().bottoms().forEach(this::release);
  }

  /** Takes away a constant, and Splits' tops of it, that nobody reads or keeps. */
  void release(String blob) {
    StoredLayer maker = producers.get(blob);
    if (maker == null || !readers(blob).isEmpty() || isFixed(blob) || constant(blob).isEmpty()) {
      return;
    }
    LayerSpec spec = maker.spec();
    List<String> tops = new ArrayList<>(spec.tops());
    tops.remove(blob);
    if (tops.isEmpty()) {
      remove(maker);
      spec.bottoms().forEach(this::release);
    } else {
      replace(maker, maker.withSpec(spec.withBlobs(spec.bottoms(), tops)));
    }
  }

  /** Takes a layer away. */
  void remove(StoredLayer layer) {
    layers.remove(layer);
    connect();
  }

  /**
   * Takes away a layer whose one top is its one bottom, if one of the two names may go.
   *
   * @return whether it did
   */
  boolean shortCut(StoredLayer layer) {
    String bottom = layer.spec().bottoms().get(0);
    String top = layer.spec().tops().get(0);
    if (readers(bottom).size() == 1 && isInner(bottom)) {
      layers.remove(layer);
      StoredLayer maker = producer(bottom);
      replace(maker, maker.withSpec(renamed(maker.spec(), bottom, top)));
      return true;
    }
    return bypass(layer);
  }

  /**
   * Takes away a layer whose readers can do with its one bottom as well, if nobody else may ask for
   * its one top.
   *
   * @return whether it did
   */
  boolean bypass(StoredLayer layer) {
    String bottom = layer.spec().bottoms().get(0);
    String top = layer.spec().tops().get(0);
    if (!isInner(top)) {
      return false;
    }
    layers.remove(layer);
    layers.replaceAll(
        other ->
            other.spec().bottoms().contains(top)
                ? other.withSpec(renamed(other.spec(), top, bottom))
                : other);
    connect();
    return true;
  }

  private static LayerSpec renamed(LayerSpec spec, String from, String to) {
    List<String> bottoms = new ArrayList<>(spec.bottoms());
    List<String> tops = new ArrayList<>(spec.tops());
    Collections.replaceAll(bottoms, from, to);
    Collections.replaceAll(tops, from, to);
    return spec.withBlobs(bottoms, tops);
  }
}
