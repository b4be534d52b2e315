package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.Quantizable;
import java.util.Arrays;

/**
 * Tries scales on one layer: its output for a sample of columns in fp32 and in int8, as an int8
 * layer computes it. Outputs are outputs × columns, a row an output. Not thread-safe.
 */
public final class ProductTrial {
  private final ColumnProduct product;
  private final Activation activation;
  private final Kernels kernels;
  private final Memory memory = new Memory();
  private final int count;
  private final float[] bias;
  private final float[] weights;
  private final float[] inputs;
  private final float[] real;
  private final float[] target;
  private final float[] wholeWeights;
  private final float[] wholeInputs;
  private float[] weightScales;
  private float inputScale;

  /**
   * A trial of an fp32 layer.
   *
   * @throws IllegalArgumentException if the columns do not fit the layer or there is none
   */
  public ProductTrial(Quantizable layer, Columns columns, Kernels kernels) {
    this.product = layer.columnProduct();
    this.activation = product.activation();
    this.kernels = kernels;
    this.count = columns.count();
    this.bias = product.bias();
    this.weights = layer.weight().toFloats();
    if (columns.inputs() != product.inputs() || count == 0) {
      throw new IllegalArgumentException(
          "found " + columns + ", expected at least one of " + product.inputs());
    }
    this.inputs = transposed(columns);
    this.wholeInputs = new float[inputs.length];
    this.wholeWeights = new float[weights.length];
    this.real = multiply(weights, inputs);
    for (int output = 0; output < product.outputs(); output++) {
      kernels
          .unary()
          .scaleShift(1f, bias[output], real, output * count, real, output * count, count);
    }
    this.target = real.clone();
    kernels.unary().activate(activation, target, 0, target, 0, target.length);
  }

  /** Columns side by side: a row an input. */
  private static float[] transposed(Columns columns) {
    int count = columns.count();
    int length = columns.inputs();
    float[] rows = new float[columns.values().length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < length; k++) {
        rows[k * count + i] = columns.values()[i * length + k];
      }
    }
    return rows;
  }

  private float[] multiply(float[] a, float[] b) {
    int groups = product.groups();
    int m = product.outputs() / groups;
    int k = product.inputs() / groups;
    float[] c = new float[product.outputs() * count];
    for (int g = 0; g < groups; g++) {
      kernels
          .gemm()
          .multiply(
              m,
              count,
              k,
              a,
              g * m * k,
              k,
              false,
              b,
              g * k * count,
              count,
              false,
              c,
              g * m * count,
              count,
              memory);
    }
    return c;
  }

  /** Sets the scale of the input. */
  public void setInputScale(float scale) {
    inputScale = scale;
    kernels.int8().quantize(scale, inputs, 0, wholeInputs, 0, inputs.length);
  }

  /** Sets the scales of the weights, equal runs of them one after the other. */
  public void setWeightScales(float[] scales) {
    weightScales = scales.clone();
    int run = weights.length / scales.length;
    for (int i = 0; i < scales.length; i++) {
      kernels.int8().quantize(scales[i], weights, i * run, wholeWeights, i * run, run);
    }
  }

  /** The output under the scales that were set last. */
  public float[] output() {
    float[] output = biased();
    kernels.unary().activate(activation, output, 0, output, 0, output.length);
    return output;
  }

  private float[] biased() {
    float[] output = multiply(wholeWeights, wholeInputs);
    int share = product.outputs() / weightScales.length;
    for (int i = 0; i < product.outputs(); i++) {
      float unit = 1f / (inputScale * weightScales[i / share]);
      kernels.unary().scaleShift(unit, bias[i], output, i * count, output, i * count, count);
    }
    return output;
  }

  /**
   * By how much the int8 layer falls short before its activation, an element an output: the mean
   * over the columns of fp32 less int8 under the scales that were set last.
   */
  public float[] meanErrors() {
    float[] found = biased();
    float[] means = new float[product.outputs()];
    for (int output = 0; output < means.length; output++) {
      double error = 0;
      for (int i = output * count; i < (output + 1) * count; i++) {
        error += (double) real[i] - found[i];
      }
      means[output] = (float) (error / count);
    }
    return means;
  }

  /** Cosine of the angle between an output and the fp32 one; of zeros with zeros it is 1. */
  public double cosine(float[] output) {
    return cosine(output, 0, 1);
  }

  /** The same for the outputs that belong to one of n equal runs. */
  double cosine(float[] output, int run, int runs) {
    int size = output.length / runs;
    double product = 0;
    double found = 0;
    double wanted = 0;
    for (int i = run * size; i < (run + 1) * size; i++) {
      product += (double) output[i] * target[i];
      found += (double) output[i] * output[i];
      wanted += (double) target[i] * target[i];
    }
    if (found == 0 || wanted == 0) {
      return found == wanted ? 1 : 0;
    }
    return product / Math.sqrt(found * wanted);
  }

  /** Sum of squared differences between an output and the fp32 one. */
  public double squaredError(float[] output) {
    double error = 0;
    for (int i = 0; i < output.length; i++) {
      double difference = (double) output[i] - target[i];
      error += difference * difference;
    }
    return error;
  }

  /** Sum of squares of the fp32 output. */
  public double power() {
    double power = 0;
    for (float element : target) {
      power += (double) element * element;
    }
    return power;
  }

  /** The thread's own arrays. */
  private static final class Memory implements Scratch {
    private final float[][] slots = new float[SLOTS][0];

    @Override
    public float[] scratch(int slot, int length) {
      if (slots[slot].length < length) {
        slots[slot] = Arrays.copyOf(slots[slot], length);
      }
      return slots[slot];
    }
  }
}
