package dev.vernier.engine.layer;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;

/**
 * A layer seen as a product: each position of its output is its weights times a column of its
 * input, biased and activated. Of a convolution a column is what the window covers there (channel,
 * y, x), padding included; of a fully connected layer it is the input. Immutable.
 */
public interface ColumnProduct {

  /** Elements of a column, all groups together; group g of n takes the gth of n equal runs. */
  int inputs();

  /** Outputs of a position, all groups together. */
  int outputs();

  /** Groups, each with its own run of a column and its own run of outputs. */
  int groups();

  /** A copy of the bias, an element an output; all zero where the layer has none. */
  float[] bias();

  /** What is applied to the biased product. */
  Activation activation();

  /**
   * Positions of the output for a bottom.
   *
   * @throws IllegalArgumentException if the layer does not take the bottom
   */
  int positions(Mat bottom);

  /**
   * Copies columns of one bottom.
   *
   * @param positions which ones, each at least 0 and below {@link #positions}
   * @return as many arrays of {@link #inputs} elements
   * @throws IllegalArgumentException if the layer does not take the bottom
   */
  float[][] columns(Mat bottom, int[] positions);
}
