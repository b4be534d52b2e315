package dev.vernier.engine.layer;

import java.io.Serializable;

/** An array of whole numbers, declared once at the top of its layer under ncnn's name. */
public final class IntArrayParam {
  private static final int[] NONE = {};

  private final int id;
  private final String name;

  private IntArrayParam(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** A parameter that defaults to an empty array. */
  public static IntArrayParam of(int id, String name) {
    return new IntArrayParam(id, name);
  }

  /** ncnn's id. */
  public int id() {
    return id;
  }

  /** ncnn's name. */
  public String name() {
    return name;
  }

  /** Whether the file gives a value. */
  public boolean isSet(LayerSpec spec) {
    return spec.params().get(id) != null;
  }

  /**
   * The values for a layer, a copy; empty where the file does not give them.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if the value is not an array of whole
   *     numbers
   */
  public int[] get(LayerSpec spec) {
    Serializable value = spec.params().getWhole(id);
    if (value == null) {
      return NONE;
    }
    if (value instanceof int[] wholes) {
      return wholes.clone();
    }
    throw spec.error(name + " is " + ParamText.show(value) + ", must be an array of whole numbers");
  }
}
