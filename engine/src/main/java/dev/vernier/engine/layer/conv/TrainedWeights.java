package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import java.io.Serializable;
import java.util.List;

/**
 * Weights and bias of a convolution of any kind, read from the file.
 *
 * @param inputs channels of the input, all groups together
 * @param outputs channels of the output, all groups together
 * @param weight outermost first: out channel, in channel of its group, z, y, x
 * @param bias a value an out channel, or null for none
 */
record TrainedWeights(int inputs, int outputs, Weight weight, float[] bias)
    implements Serializable {

  /** Number of output channels. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Whether there is a bias. */
  static final IntParam BIAS_TERM = IntParam.of(5, "bias_term").atLeast(0).atMost(1);

  /** Number of weights. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(6, "weight_data_size").atLeast(1);

  /** Number of groups of the depthwise forms; defaults to 1. */
  static final IntParam GROUP = IntParam.of(7, "group").defaultsTo(1).atLeast(1);

  /**
   * Reads the weights of a layer.
   *
   * @throws dev.vernier.engine.io.ParamFormatException if their number does not fit the window, the
   *     outputs and the groups
   */
  static TrainedWeights read(
      LayerSpec spec, WeightSource source, ConvolutionWindow window, int groups) {
    int outputs = NUM_OUTPUT.get(spec);
    int count = WEIGHT_DATA_SIZE.get(spec);
    if (outputs % groups != 0) {
      throw spec.error("num_output is " + outputs + ", must be a multiple of group, " + groups);
    }
    long perInput = (long) outputs * window.kernelSize();
    if (count % perInput != 0) {
      List<String> factors = List.of("num_output", "kernel_w", "kernel_h", "kernel_d");
      throw spec.error(
          "weight_data_size is "
              + count
              + ", must be a multiple of "
              + String.join(" x ", factors.subList(0, window.axes() + 1))
              + ", "
              + perInput);
    }
    long inputs = count / perInput * groups;
    if (inputs * window.d().kernel() > Integer.MAX_VALUE) {
      throw spec.error("weight_data_size " + count + " and group " + groups + " are too large");
    }
    Weight weight = source.tagged(count);
    float[] bias = BIAS_TERM.get(spec) == 1 ? source.raw(outputs) : null;
    return new TrainedWeights((int) inputs, outputs, weight, bias);
  }

  /** Bytes of weights and bias. */
  long bytes() {
    return weight.bytes() + biasBytes();
  }

  /** Bytes of the bias. */
  long biasBytes() {
    return bias == null ? 0 : 4L * bias.length;
  }
}
