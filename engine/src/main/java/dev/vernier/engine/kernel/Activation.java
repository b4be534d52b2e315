package dev.vernier.engine.kernel;

import java.io.Serializable;

/**
 * An activation fused into the layer before it, by ncnn's {@code activation_type}.
 *
 * @param kind which function
 * @param a its first parameter: slope, minimum or alpha
 * @param b its second parameter: maximum or beta
 */
public record Activation(Kind kind, float a, float b) implements Serializable {

  /**
   * The functions: ncnn's, in the order of its numbers 0 to 6, and one that it has no number for.
   */
  public enum Kind {
    /** x. */
    NONE,
    /** max(x, 0). */
    RELU,
    /** x for x above 0, otherwise a·x. */
    LEAKY_RELU,
    /** min(max(x, a), b). */
    CLIP,
    /** 1 / (1 + e^−x), with x first clipped to ±88.3762626647949. */
    SIGMOID,
    /** x·tanh(ln(1 + e^x)). */
    MISH,
    /** x·min(max(a·x + b, 0), 1). */
    HARD_SWISH,
    /** x / (1 + e^−x); never by a number. */
    SWISH
  }

  /** ncnn's largest activation_type. */
  public static final int LARGEST_TYPE = Kind.HARD_SWISH.ordinal();

  /** No activation. */
  public static final Activation NONE = new Activation(Kind.NONE, 0f, 0f);

  /**
   * The activation of a number and parameters as a file gives them.
   *
   * @throws IllegalArgumentException if the number or the count of parameters is wrong
   */
  public static Activation of(int type, float[] params) {
    Kind[] kinds = Kind.values();
    if (type < 0 || type > LARGEST_TYPE) {
      throw new IllegalArgumentException(
          "activation_type is " + type + ", must be 0 to " + LARGEST_TYPE);
    }
    Kind kind = kinds[type];
    int needed = count(kind);
    if (params.length < needed) {
      throw new IllegalArgumentException(
          "activation_type "
              + type
              + " needs "
              + needed
              + " activation_params, found "
              + params.length);
    }
    return new Activation(kind, needed > 0 ? params[0] : 0f, needed > 1 ? params[1] : 0f);
  }

  /** The parameters as a file gives them. */
  public float[] params() {
    return switch (count(kind)) {
      case 0 -> new float[0];
      case 1 -> new float[] {a};
      default -> new float[] {a, b};
    };
  }

  private static int count(Kind kind) {
    return switch (kind) {
      case LEAKY_RELU -> 1;
      case CLIP, HARD_SWISH -> 2;
      case NONE, RELU, SIGMOID, MISH, SWISH -> 0;
    };
  }
}
