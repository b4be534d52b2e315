package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.quantize.DynamicProduct;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The weights of all gates for inputs or for the state, the directions one after the other.
 *
 * @param weight directions × rows × inputs
 * @param rows outputs of one direction: all gates
 * @param inputs elements of an input, or of the state
 * @param scales a scale a row of each direction, or null where the weights are real
 */
record GateWeights(Weight weight, int rows, int inputs, float[] scales) implements Serializable {

  /**
   * Weights from a file; their scales, if any, come later.
   *
   * @param quantized whether they must be int8
   * @throws dev.vernier.engine.io.ParamFormatException if they are and must not be, or the reverse
   */
  static GateWeights read(
      LayerSpec spec,
      WeightSource source,
      int directions,
      int rows,
      int inputs,
      boolean quantized) {
    Weight weight = source.tagged(Math.multiplyExact(Math.multiplyExact(directions, rows), inputs));
    if (quantized != (weight.storage() == Weight.Storage.INT8)) {
      throw spec.error(
          "its weights are stored as "
              + weight.storage()
              + ", must be INT8 where int8_scale_term is set and nowhere else");
    }
    return new GateWeights(weight, rows, inputs, null);
  }

  /** The same weights with their scales, from a file. */
  GateWeights withScales(WeightSource source, int directions) {
    return new GateWeights(weight, rows, inputs, source.raw(directions * rows));
  }

  /** The product of one direction. */
  GateProduct product(Kernels kernels, int direction) {
    int size = rows * inputs;
    int at = direction * size;
    if (scales == null) {
      float[] own = Arrays.copyOfRange(weight.toFloats(), at, at + size);
      return GateProduct.ofReals(kernels, inputs, rows, own);
    }
    return GateProduct.ofInt8(
        new DynamicProduct(kernels, inputs, rows, weight.toBytes(), at, scales, direction * rows));
  }

  /** Bytes of weights and scales. */
  long bytes() {
    return weight.bytes() + (scales == null ? 0 : 4L * scales.length);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return rows + " x " + inputs + " gate weights as " + weight.storage();
  }
}
