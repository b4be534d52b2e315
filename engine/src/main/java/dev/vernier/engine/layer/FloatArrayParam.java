package dev.vernier.engine.layer;

import java.io.Serializable;

/** An array of real numbers, declared once at the top of its layer under ncnn's name. */
public final class FloatArrayParam {
  private static final float[] NONE = {};

  private final int id;
  private final String name;

  private FloatArrayParam(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** A parameter that defaults to an empty array. */
  public static FloatArrayParam of(int id, String name) {
    return new FloatArrayParam(id, name);
  }

  /** ncnn's id. */
  public int id() {
    return id;
  }

  /** ncnn's name. */
  public String name() {
    return name;
  }

  /**
   * The values for a layer, a copy; empty where the file does not give them.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if the value is not an array of numbers
   */
  public float[] get(LayerSpec spec) {
    Serializable value = spec.params().getReal(id);
    if (value == null) {
      return NONE;
    }
    if (value instanceof float[] reals) {
      return reals.clone();
    }
    if (value instanceof int[] wholes) {
      float[] reals = new float[wholes.length];
      for (int i = 0; i < wholes.length; i++) {
        reals[i] = wholes[i];
      }
      return reals;
    }
    throw spec.error(name + " is " + ParamText.show(value) + ", must be an array of numbers");
  }
}
