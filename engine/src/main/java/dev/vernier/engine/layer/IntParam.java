package dev.vernier.engine.layer;

import java.io.Serializable;

/**
 * A whole-number parameter of a layer, declared once at the top of the layer under ncnn's name.
 *
 * <pre>{@code
 * static final IntParam KERNEL_H = IntParam.of(11, "kernel_h").defaultsTo(KERNEL_W).atLeast(1);
 * }</pre>
 */
public final class IntParam {
  private final int id;
  private final String name;
  private final int constantDefault;
  private final IntParam defaultFrom;
  private final int least;
  private final int most;

  private IntParam(
      int id, String name, int constantDefault, IntParam defaultFrom, int least, int most) {
    this.id = id;
    this.name = name;
    this.constantDefault = constantDefault;
    this.defaultFrom = defaultFrom;
    this.least = least;
    this.most = most;
  }

  /** A parameter that defaults to 0 and takes any value. */
  public static IntParam of(int id, String name) {
    return new IntParam(id, name, 0, null, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The same with another default. */
  public IntParam defaultsTo(int value) {
    return new IntParam(id, name, value, null, least, most);
  }

  /** The same, taking another parameter's value where it is not given. */
  public IntParam defaultsTo(IntParam other) {
    return new IntParam(id, name, 0, other, least, most);
  }

  /** The same with a smallest value. */
  public IntParam atLeast(int value) {
    return new IntParam(id, name, constantDefault, defaultFrom, value, most);
  }

  /** The same with a largest value. */
  public IntParam atMost(int value) {
    return new IntParam(id, name, constantDefault, defaultFrom, least, value);
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

  /** A layer with this parameter set to a value. */
  public LayerSpec set(LayerSpec spec, int value) {
    return spec.withParams(spec.params().with(id, value));
  }

  /**
   * The value for a layer.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if it is not a whole number in range
   */
  public int get(LayerSpec spec) {
    Serializable value = spec.params().getWhole(id);
    int found;
    if (value == null) {
      found = defaultFrom == null ? constantDefault : defaultFrom.get(spec);
    } else if (value instanceof Integer whole) {
      found = whole;
    } else if (value instanceof Float real && real == Math.rint(real) && Math.abs(real) < 1 << 24) {
      found = (int) (float) real;
    } else {
      throw spec.error(name + " is " + ParamText.show(value) + ", must be a whole number");
    }
    if (found < least) {
      throw spec.error(name + " is " + found + ", must be at least " + least);
    }
    if (found > most) {
      throw spec.error(name + " is " + found + ", must be at most " + most);
    }
    return found;
  }
}
