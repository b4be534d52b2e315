package dev.vernier.engine;

/** How far results may lie from their reference, each with its reason. */
public final class Tolerances {

  /**
   * A net's probabilities against ncnn's: sums of thousands of products in another order, through
   * some hundred layers.
   */
  public static final float NET_OUTPUT = 1e-3f;

  /** An inner blob against ncnn's, relative to max(1, |x|): the bound that layers are held to. */
  public static final float LAYER = 1e-3f;

  /**
   * A kernel's sum against the scalar one, relative to max(1, |x|): about a thousand products of
   * values up to 1, added in another order, whose partial sums reach some tens.
   */
  public static final float SUM_OF_PRODUCTS = 1e-4f;

  /**
   * Mean difference of an int8 net's probabilities from ncnn's: the integers are the same but for
   * the few that lie across a half because fp32 layers between them round otherwise.
   */
  public static final double INT8_NET_MEAN = 1e-5;

  private Tolerances() {}
}
