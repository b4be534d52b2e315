package dev.vernier.engine.io;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of one layer by id, 0 to 31. A value is an {@code Integer}, a {@code Float}, an
 * {@code int[]}, a {@code float[]} or a {@code String}, as the file writes it. Read-only once
 * built.
 */
public final class ParamDict implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Ids run from 0 to this number less one. */
  public static final int MAX_PARAMS = 32;

  /** A layer without parameters. */
  public static final ParamDict EMPTY = new ParamDict(new TreeMap<>());

  private final TreeMap<Integer, Serializable> values;

  /**
   * Parameters from a map, which is copied.
   *
   * @throws IllegalArgumentException if an id lies outside 0 to 31
   */
  public ParamDict(SortedMap<Integer, Serializable> values) {
    this.values = new TreeMap<>(values);
    if (!this.values.isEmpty()
        && (this.values.firstKey() < 0 || this.values.lastKey() >= MAX_PARAMS)) {
      throw new IllegalArgumentException(
          "parameter ids " + this.values.keySet() + " pass 0 to " + (MAX_PARAMS - 1));
    }
  }

  /** The value of an id, or null where the file does not give one. */
  public Serializable get(int id) {
    return values.get(id);
  }

  /** All values by id. */
  public SortedMap<Integer, Serializable> values() {
    return Collections.unmodifiableSortedMap(values);
  }
}
