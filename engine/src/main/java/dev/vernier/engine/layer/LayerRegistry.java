package dev.vernier.engine.layer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layer types by name, each with ncnn's type number. Immutable. */
public final class LayerRegistry {

  /**
   * One layer type.
   *
   * @param number ncnn's type number, which binary params use
   * @param type ncnn's type name
   * @param factory builds a layer of this type
   */
  public record Entry(int number, String type, LayerFactory factory) {}

  private static final LayerRegistry BUILTIN = new LayerRegistry(BuiltinLayers.entries());

  private final Map<String, Entry> byType = new LinkedHashMap<>();

  /**
   * A registry of these types.
   *
   * @throws IllegalArgumentException if a name or a number stands twice
   */
  public LayerRegistry(Collection<Entry> entries) {
    Map<Integer, String> byNumber = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String other = byNumber.put(entry.number(), entry.type());
      if (other != null || byType.put(entry.type(), entry) != null) {
        throw new IllegalArgumentException(
            "layer type " + entry.type() + " (number " + entry.number() + ") is registered twice");
      }
    }
  }

  /** The types that the engine brings. */
  public static LayerRegistry builtin() {
    return BUILTIN;
  }

  /** All types. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(byType.values());
  }

  /**
   * The factory of a layer's type.
   *
   * @throws UnsupportedLayerException if there is none
   */
  public LayerFactory factory(LayerSpec spec) {
    Entry entry = byType.get(spec.type());
    if (entry == null) {
      throw new UnsupportedLayerException(
          spec.describe() + ": no such layer type; known are " + byType.keySet());
    }
    return entry.factory();
  }
}
