package dev.vernier.engine.layer;

import dev.vernier.engine.io.Weight;
import java.util.List;

/** A layer whose weights and input a calibration table scales. */
public interface Quantizable extends StaticallyQuantizable {

  /** The weights that are quantised, {@link #scaleCount()} equal runs one after the other. */
  Weight weight();

  /** Weight scales of the layer: one an output channel, one a group for depthwise convolution. */
  int scaleCount();

  /** Bits of a quantised weight: 8, or 6 where ncnn's int8 Winograd needs the room. */
  int weightBits();

  /** The parameter that says whether the layer has a bias. */
  IntParam biasTerm();

  /**
   * The layer as a product of its weights and columns of its input.
   *
   * @throws IllegalStateException if its weights are a bottom, {@link #scaleCount()} then being 0
   */
  ColumnProduct columnProduct();

  /** Scale of the int8 form's input; 0 where the layer is fp32. */
  float bottomScale();

  @Override
  default List<ScaledWeight> scaledWeights() {
    return scaleCount() == 0 ? List.of() : List.of(new ScaledWeight(weight(), scaleCount()));
  }
}
