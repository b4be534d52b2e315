package dev.vernier.engine.layer;

import java.io.Serializable;

/** A text parameter of a layer, declared once at the top of the layer under ncnn's name. */
public final class StringParam {
  private final int id;
  private final String name;

  private StringParam(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** A parameter that defaults to the empty string. */
  public static StringParam of(int id, String name) {
    return new StringParam(id, name);
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
   * The value for a layer, without quotes; empty where the file does not give one.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if the value is a number or an array
   */
  public String get(LayerSpec spec) {
    Serializable value = spec.params().get(id);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw spec.error(name + " is " + ParamText.show(value) + ", must be a string");
  }
}
