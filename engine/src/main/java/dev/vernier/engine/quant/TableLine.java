package dev.vernier.engine.quant;

import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a calibration table: {@code NAME_param_N s s …} for the scales of a layer's Nth weight,
 * {@code NAME s} for the scale of its input. Immutable.
 */
public final class TableLine implements Serializable {
  private static final long serialVersionUID = 1L;

  /** {@link #param()} of a line that scales a layer's input. */
  public static final int ACTIVATION = -1;

  static final int MOST_PARAMS = 4;
  private static final String INFIX = "_param_";
  private static final Pattern WEIGHT_KEY = Pattern.compile("(.+)" + INFIX + "([0-3])");

  private final String layer;
  private final int param;
  private final float[] scales;
  private final int lineNumber;

  private TableLine(String layer, int param, float[] scales, int lineNumber) {
    this.layer = layer;
    this.param = param;
    this.scales = scales;
    this.lineNumber = lineNumber;
  }

  static TableLine of(String layer, int param, float[] scales, int lineNumber) {
    return new TableLine(layer, param, scales.clone(), lineNumber);
  }

  static TableLine ofKey(String key, float[] scales, int lineNumber) {
    Matcher matcher = WEIGHT_KEY.matcher(key);
    return matcher.matches()
        ? of(matcher.group(1), Integer.parseInt(matcher.group(2)), scales, lineNumber)
        : of(key, ACTIVATION, scales, lineNumber);
  }

  static String key(String layer, int param) {
    return param == ACTIVATION ? layer : layer + INFIX + param;
  }

  /** The line's first word. */
  public String key() {
    return key(layer, param);
  }

  /** Name of the layer. */
  public String layer() {
    return layer;
  }

  /** Which of the layer's weights the line scales, 0 to 3, or {@link #ACTIVATION}. */
  public int param() {
    return param;
  }

  /** Whether the line scales the layer's input. */
  public boolean isActivation() {
    return param == ACTIVATION;
  }

  /** Number of scales. */
  public int count() {
    return scales.length;
  }

  /** The ith scale. */
  public float scale(int i) {
    return scales[i];
  }

  /** A copy of the scales. */
  public float[] scales() {
    return scales.clone();
  }

  /** Number of the line in the file it was read from, from 1 on; 0 if it was not read. */
  public int lineNumber() {
    return lineNumber;
  }

  /**
   * What keeps scale i from quantising anything, such as {@code layer "conv1": weight scale 3 is
   * inf, must be a positive number}; null if it is a finite number above 0.
   */
  public String fault(int i) {
    float scale = scales[i];
    if (scale > 0f && !Float.isInfinite(scale)) {
      return null;
    }
    String which = isActivation() ? "activation scale" : "scale " + i + " of weight " + param;
    return "layer \""
        + layer
        + "\": "
        + which
        + " is "
        + PrintfFloat.format(scale)
        + ", must be a finite number above 0";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableLine that
        && layer.equals(that.layer)
        && param == that.param
        && Arrays.equals(scales, that.scales);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * layer.hashCode() + param) + Arrays.hashCode(scales);
  }

  @Override
  public String toString() {
    return key() + " with " + scales.length + " scales";
  }
}
