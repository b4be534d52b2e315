package dev.vernier.onnx;

import dev.vernier.engine.io.NetDefinition;
import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.TextLayout;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts a net together, layer by layer. */
final class NetBuilder {
  private final String source;
  private final List<StoredLayer> layers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> blobs = new HashSet<>();

  NetBuilder(String source) {
    this.source = source;
  }

  /** A name for a blob that nobody has yet: one word. */
  String blob(String wanted) {
    return free(blobs, wanted);
  }

  private static String free(Set<String> taken, String wanted) {
    String word = wanted.isBlank() ? "blob" : wanted.replaceAll("\\s+", "_");
    String name = word;
    for (int i = 1; !taken.add(name); i++) {
      name = word + "_" + i;
    }
    return name;
  }

  /** Adds a layer; params are ids and values by turns. */
  void add(
      String type,
      String name,
      List<String> bottoms,
      List<String> tops,
      List<StoredWeight> weights,
      Object... params) {
    TreeMap<Integer, Serializable> values = new TreeMap<>();
    for (int i = 0; i < params.length; i += 2) {
      values.put((Integer) params[i], (Serializable) params[i + 1]);
    }
    String own = free(names, name);
    LayerSpec spec = new LayerSpec(type, own, bottoms, tops, new ParamDict(values), source);
    layers.add(new StoredLayer(spec, weights));
  }

  /**
   * The net, in which every blob has one reader at most.
   *
   * @param outputs the blob of each output by the name that it shall have
   */
  StoredNet finish(LinkedHashMap<String, String> outputs) {
    nameOutputs(outputs);
    Map<String, Integer> readers = new HashMap<>();
    layers.forEach(layer -> layer.spec().bottoms().forEach(b -> readers.merge(b, 1, Integer::sum)));
    Map<String, List<String>> shares = new HashMap<>();
    List<StoredLayer> made = new ArrayList<>();
    for (StoredLayer layer : layers) {
      List<String> bottoms = new ArrayList<>(layer.spec().bottoms());
      bottoms.replaceAll(b -> shares.containsKey(b) ? shares.get(b).remove(0) : b);
      List<String> tops = new ArrayList<>(layer.spec().tops());
      List<StoredLayer> splits = new ArrayList<>();
      for (int i = 0; i < tops.size(); i++) {
        String top = tops.get(i);
        boolean output = outputs.containsKey(top);
        int count = readers.getOrDefault(top, 0) + (output ? 1 : 0);
        if (count > 1) {
          List<String> parts = new ArrayList<>();
          for (int part = 0; part < count; part++) {
            parts.add(output && part == 0 ? top : blob(top + "_splitncnn_" + part));
          }
          if (output) {
            tops.set(i, blob(top + "_made"));
          }
          splits.add(split(tops.get(i), free(names, "splitncnn_" + top), parts));
          shares.put(top, new ArrayList<>(output ? parts.subList(1, count) : parts));
        }
      }
      made.add(layer.withSpec(layer.spec().withBlobs(bottoms, tops)));
      made.addAll(splits);
    }
    int count = made.stream().mapToInt(layer -> layer.spec().tops().size()).sum();
    List<LayerSpec> specs = made.stream().map(StoredLayer::spec).toList();
    // Checks that every blob is made before it is read.
    NetDefinition definition = new NetDefinition(specs, count, source);
    return new StoredNet(made, count, definition.source(), TextLayout.NCNN);
  }

  private StoredLayer split(String bottom, String name, List<String> tops) {
    return new StoredLayer(
        new LayerSpec("Split", name, List.of(bottom), tops, ParamDict.EMPTY, source), List.of());
  }

  private void nameOutputs(LinkedHashMap<String, String> outputs) {
    Set<String> done = new HashSet<>();
    outputs.forEach(
        (output, blob) -> {
          boolean input =
              layers.stream()
                  .anyMatch(
                      layer ->
                          layer.spec().type().equals("Input")
                              && layer.spec().tops().contains(blob));
          boolean own = blob.equals(output);
          if (input && own) {
            throw new OnnxException("output \"" + output + "\" is an input as it is");
          }
          if (!own && blobs.contains(output)) {
            // A step on the way to the output took its name.
            String other = free(blobs, output + "_step");
            layers.replaceAll(layer -> renamed(layer, output, other));
          }
          if (!own && (input || done.contains(blob))) {
            add("Noop", output, List.of(blob), List.of(output), List.of());
          } else if (!own) {
            layers.replaceAll(layer -> renamed(layer, blob, output));
          }
          done.add(own ? blob : output);
        });
  }

  private static StoredLayer renamed(StoredLayer layer, String from, String to) {
    List<String> bottoms = new ArrayList<>(layer.spec().bottoms());
    bottoms.replaceAll(b -> b.equals(from) ? to : b);
    List<String> tops = new ArrayList<>(layer.spec().tops());
    tops.replaceAll(t -> t.equals(from) ? to : t);
    return layer.withSpec(layer.spec().withBlobs(bottoms, tops));
  }
}
