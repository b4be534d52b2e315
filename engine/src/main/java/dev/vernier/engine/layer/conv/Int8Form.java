package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Kernels;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What an int8 layer holds beside its fp32 form: quantised weights and the scales that make
 * integers of reals (q = round(x·scale), half away from zero, clamped to ±127).
 *
 * @param weights quantised weights, an equal run an output
 * @param weightScales a scale an output
 * @param bottomScale scale of the input
 * @param requantizes whether the output is int8
 * @param topScale scale of an int8 output; 0 makes it all zero
 */
record Int8Form(
    byte[] weights, float[] weightScales, float bottomScale, boolean requantizes, float topScale)
    implements Serializable {

  /** What is wrong with int8 weights that no scales follow. */
  static final String WITHOUT_SCALES =
      "int8_scale_term is 0 but the weights are stored as int8, must be set so that their scales"
          + " are read";

  /** int8_scale_term above this asks for an int8 output. */
  static final int REQUANTIZE_ABOVE = 100;

  /**
   * Reads the scales that follow weights and bias, and quantises the weights if need be.
   *
   * @param outputs number of outputs
   * @param scales how many weight scales the file holds; outputs is a multiple of it
   */
  static Int8Form read(
      WeightSource source, Weight weight, int outputs, int scales, boolean requantize) {
    float[] stored = source.raw(scales);
    float bottomScale = source.raw(1)[0];
    float topScale = requantize ? source.raw(1)[0] : 0f;
    float[] perOutput = new float[outputs];
    int share = outputs / scales;
    for (int i = 0; i < outputs; i++) {
      perOutput[i] = stored[i / share];
    }
    return new Int8Form(quantized(weight, perOutput), perOutput, bottomScale, requantize, topScale);
  }

  private static byte[] quantized(Weight weight, float[] scales) {
    return weight.storage() == Weight.Storage.INT8
        ? weight.toBytes()
        : Int8.quantize(weight.toFloats(), scales);
  }

  /** The type of the output. */
  Mat.Type topType() {
    return requantizes ? Mat.Type.INT8 : Mat.Type.FLOAT32;
  }

  /**
   * Integers of a part of the input, as floats: itself where it is int8, otherwise quantised.
   *
   * @param from first element of the bottom
   * @param dst where they go, from its first element on
   */
  void quantize(Mat bottom, int from, int count, float[] dst, Kernels kernels) {
    quantize(bottom, from, count, dst, 0, kernels);
  }

  /** The same from element {@code dstAt} on. */
  void quantize(Mat bottom, int from, int count, float[] dst, int dstAt, Kernels kernels) {
    if (bottom.type() == Mat.Type.INT8) {
      kernels.int8().widen(bottom.bytes(), from, dst, dstAt, count);
    } else {
      kernels.int8().quantize(bottomScale, bottom.floats(), from, dst, dstAt, count);
    }
  }

  /** What one integer sum of an output is worth; 0 where the output's weights are all zero. */
  float unit(int output) {
    return weightScales[output] == 0f ? 0f : 1f / (bottomScale * weightScales[output]);
  }

  /** What one integer sum of each output is worth. */
  float[] units() {
    float[] units = new float[weightScales.length];
    for (int p = 0; p < units.length; p++) {
      units[p] = unit(p);
    }
    return units;
  }

  /**
   * What a kernel does around its sums.
   *
   * @param bias a value an output, or null for none
   */
  Int8Scaling scaling(float[] bias, Activation activation) {
    return new Int8Scaling(bottomScale, units(), bias, activation, requantizes, topScale);
  }

  /** The elements of a FLOAT32 or INT8 mat. */
  static Int8Blob blob(Mat mat) {
    return mat.type() == Mat.Type.INT8
        ? new Int8Blob(null, mat.bytes())
        : new Int8Blob(mat.floats(), null);
  }

  /** Bytes that weights and scales take. */
  long byteCount() {
    return weights.length + 4L * (weightScales.length + 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Int8Form form
        && Arrays.equals(weights, form.weights)
        && Arrays.equals(weightScales, form.weightScales)
        && bottomScale == form.bottomScale
        && requantizes == form.requantizes
        && topScale == form.topScale;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return weights.length + " int8 weights, input scale " + bottomScale;
  }
}
