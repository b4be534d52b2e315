package dev.vernier.engine.layer;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layer types by name, each with the number that binary params use. Immutable.
 *
 * <p>A user's own types come on top of the builtin ones:
 *
 * <pre>{@code
 * LayerRegistry layers = LayerRegistry.builtin().with("Harden", (spec, weights) -> new Harden(spec));
 * Net net = Net.load(param, bin, layers);
 * }</pre>
 */
public final class LayerRegistry {
  /** Numbers from here on are custom layers', in the order in which they were registered. */
  public static final int CUSTOM_BASE = 1 << 8;

  /** As many custom types as have numbers that no other type can take. */
  private static final int MOST_CUSTOM = 1 << 8;

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
  private final Map<Integer, Entry> byNumber = new HashMap<>();

  /**
   * A registry of these types.
   *
   * @throws IllegalArgumentException if a name or a number stands twice
   */
  public LayerRegistry(Collection<Entry> entries) {
    for (Entry entry : entries) {
      Entry other = byNumber.put(entry.number(), entry);
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

  /**
   * The same types and one more, or another factory for one of them.
   *
   * <p>A type that is known keeps its number. A new one takes the next custom number: 256 for the
   * first, so types must be registered in the order in which ncnn's tools met them for a binary
   * param to find them.
   *
   * @param type the name that text params use
   * @param factory builds a layer of this type; the layer serialises with its net
   * @throws IllegalArgumentException if the name is empty or has a blank in it, or there are 256
   *     custom types already
   */
  public LayerRegistry with(String type, LayerFactory factory) {
    if (type.isEmpty() || type.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "layer type \"" + type + "\" must be one word, as a param file can hold it");
    }
    Entry known = byType.get(type);
    int number = CUSTOM_BASE;
    while (known == null && byNumber.containsKey(number)) {
      number++;
    }
    if (number >= CUSTOM_BASE + MOST_CUSTOM) {
      throw new IllegalArgumentException(
          "layer type " + type + " would be one custom type too many, " + MOST_CUSTOM + " fit");
    }
    Map<String, Entry> types = new LinkedHashMap<>(byType);
    types.put(type, new Entry(known == null ? number : known.number(), type, factory));
    return new LayerRegistry(types.values());
  }

  /** All types. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(byType.values());
  }

  /** The type of a number, or null where there is none. */
  public Entry entry(int number) {
    return byNumber.get(number);
  }

  /**
   * The factory of a layer's type.
   *
   * @throws UnsupportedLayerException if there is none
   */
  public LayerFactory factory(LayerSpec spec) {
    return known(spec).factory();
  }

  /**
   * The number of a layer's type.
   *
   * @throws UnsupportedLayerException if there is none
   */
  public int number(LayerSpec spec) {
    return known(spec).number();
  }

  private Entry known(LayerSpec spec) {
    Entry entry = byType.get(spec.type());
    if (entry == null) {
      throw new UnsupportedLayerException(
          spec.describe() + ": no such layer type; known are " + byType.keySet());
    }
    return entry;
  }
}
