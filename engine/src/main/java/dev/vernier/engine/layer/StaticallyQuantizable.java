package dev.vernier.engine.layer;

import dev.vernier.engine.io.Weight;
import java.util.List;

/** A layer whose weights a calibration table scales; its int8 form holds them as integers. */
public interface StaticallyQuantizable {

  /**
   * Weights that are quantised together with their scales.
   *
   * @param weight the weights, {@code scaleCount} equal runs one after the other
   * @param scaleCount number of scales
   */
  record ScaledWeight(Weight weight, int scaleCount) {}

  /** The weights, in the order of a table's {@code NAME_param_0}, {@code NAME_param_1} …. */
  List<ScaledWeight> scaledWeights();

  /** The parameter that says which scales follow the weights of the layer's int8 form. */
  IntParam int8ScaleTerm();

  /** Its value where all those scales follow. */
  int int8Term();
}
