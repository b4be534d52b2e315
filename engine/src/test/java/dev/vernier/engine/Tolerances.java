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

  private Tolerances() {}
}
