package dev.vernier.engine.io;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of one layer by id, 0 to 31, in the order in which the file gives them. A value is
 * an {@code Integer}, a {@code Float}, an {@code int[]}, a {@code float[]} or a {@code String}, as
 * the file writes it. Read-only once built.
 *
 * <p>A binary param does not tell whole numbers from real ones; {@link #get} then gives the more
 * likely of the two, {@link #getWhole} and {@link #getReal} what the bits mean to the layer that
 * asks.
 */
public final class ParamDict implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Ids run from 0 to this number less one. */
  public static final int MAX_PARAMS = 32;

  /** ncnn's shape hint: the shapes of a layer's tops, for engines that prepare for them. */
  public static final int SHAPE_HINT = 30;

  /** ncnn's feature mask: a bit for each optimisation that a layer is to go without. */
  public static final int FEATURE_MASK = 31;

  /** A layer without parameters. */
  public static final ParamDict EMPTY = new ParamDict(new TreeMap<>());

  private final LinkedHashMap<Integer, Serializable> values;

  /** The words of a text file that gave the values, so that they can be written as they were. */
  private final HashMap<Integer, String> words;

  /**
   * Parameters from a map, which is copied.
   *
   * @throws IllegalArgumentException if an id lies outside 0 to 31
   */
  public ParamDict(SortedMap<Integer, Serializable> values) {
    this(values, Map.of());
  }

  ParamDict(Map<Integer, Serializable> values, Map<Integer, String> words) {
    this.values = new LinkedHashMap<>(values);
    this.words = new HashMap<>(words);
    for (int id : this.values.keySet()) {
      if (id < 0 || id >= MAX_PARAMS) {
        throw new IllegalArgumentException(
            "parameter ids " + this.values.keySet() + " pass 0 to " + (MAX_PARAMS - 1));
      }
    }
  }

  /** The value of an id, or null where the file does not give one. */
  public Serializable get(int id) {
    Serializable value = values.get(id);
    return value instanceof BinaryValue bits ? bits.likely() : value;
  }

  /** The same for a layer that takes whole numbers: the bits of a binary file are read as those. */
  public Serializable getWhole(int id) {
    Serializable value = values.get(id);
    return value instanceof BinaryValue bits ? bits.wholes() : value;
  }

  /** The same for a layer that takes real numbers: the bits of a binary file are read as those. */
  public Serializable getReal(int id) {
    Serializable value = values.get(id);
    return value instanceof BinaryValue bits ? bits.reals() : BinaryValue.reals(value);
  }

  /** All values by id. */
  public SortedMap<Integer, Serializable> values() {
    TreeMap<Integer, Serializable> all = new TreeMap<>();
    values.keySet().forEach(id -> all.put(id, get(id)));
    return Collections.unmodifiableSortedMap(all);
  }

  /**
   * The same parameters with one set or replaced. A new one goes behind the last that has a smaller
   * id, which is where ncnn's tools write it.
   *
   * @throws IllegalArgumentException if the id lies outside 0 to 31
   */
  public ParamDict with(int id, Serializable value) {
    Map<Integer, String> otherWords = new HashMap<>(words);
    otherWords.remove(id);
    LinkedHashMap<Integer, Serializable> changed = new LinkedHashMap<>();
    int before = values.containsKey(id) ? id : lastBelow(id);
    if (before < 0) {
      changed.put(id, value);
    }
    for (Map.Entry<Integer, Serializable> entry : values.entrySet()) {
      changed.put(entry.getKey(), entry.getValue());
      if (entry.getKey() == before) {
        changed.put(id, value);
      }
    }
    return new ParamDict(changed, otherWords);
  }

  /** The same parameters without one. */
  public ParamDict without(int id) {
    LinkedHashMap<Integer, Serializable> changed = new LinkedHashMap<>(values);
    changed.remove(id);
    Map<Integer, String> otherWords = new HashMap<>(words);
    otherWords.remove(id);
    return new ParamDict(changed, otherWords);
  }

  private int lastBelow(int id) {
    int last = -1;
    for (int other : values.keySet()) {
      // Hints stand before all others, whatever their number.
      if (id != SHAPE_HINT && (other < id || other == SHAPE_HINT)) {
        last = other;
      }
    }
    return last;
  }

  /** The ids in the order in which they are written. */
  Set<Integer> ids() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** The value as it is stored: one of the types above or a {@link BinaryValue}. */
  Serializable stored(int id) {
    return values.get(id);
  }

  /** The word of a text file that gave the value, or null. */
  String word(int id) {
    return words.get(id);
  }
}
