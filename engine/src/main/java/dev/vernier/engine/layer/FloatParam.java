package dev.vernier.engine.layer;

import java.io.Serializable;

/** A real-number parameter of a layer, declared once at the top of the layer under ncnn's name. */
public final class FloatParam {
  private final int id;
  private final String name;
  private final float defaultValue;

  private FloatParam(int id, String name, float defaultValue) {
    this.id = id;
    this.name = name;
    this.defaultValue = defaultValue;
  }

  /** A parameter that defaults to 0. */
  public static FloatParam of(int id, String name) {
    return new FloatParam(id, name, 0f);
  }

  /** The same with another default. */
  public FloatParam defaultsTo(float value) {
    return new FloatParam(id, name, value);
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
   * The value for a layer; a whole number in the file is taken as that real number.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if it is not a number
   */
  public float get(LayerSpec spec) {
    Serializable value = spec.params().getReal(id);
    if (value == null) {
      return defaultValue;
    }
    if (value instanceof Float real) {
      return real;
    }
    if (value instanceof Integer whole) {
      return whole;
    }
    throw spec.error(name + " is " + ParamText.show(value) + ", must be a number");
  }
}
