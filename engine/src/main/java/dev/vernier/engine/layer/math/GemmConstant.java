package dev.vernier.engine.layer.math;

import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.quantize.BlockWeights;
import java.io.Serializable;
import java.util.function.Supplier;

/** A matrix of a product that the file holds: reals, int8 with scales, or blocks of few bits. */
final class GemmConstant implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int columns;
  private final boolean transposed;
  private final Weight weight;
  private final BlockWeights blocks;
  private float[] scales;
  private final Prepared<float[]> values = new Prepared<>();
  private final Prepared<InnerProductKernel> right = new Prepared<>();

  private GemmConstant(
      int rows, int columns, boolean transposed, Weight weight, BlockWeights blocks) {
    this.rows = rows;
    this.columns = columns;
    this.transposed = transposed;
    this.weight = weight;
    this.blocks = blocks;
  }

  /**
   * Reads a matrix.
   *
   * @param term the layer's quantize_term
   * @throws dev.vernier.engine.io.ParamFormatException if its size or its storage does not fit
   */
  static GemmConstant read(
      LayerSpec spec, WeightSource source, int rows, int columns, boolean transposed, int term) {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE) {
      throw spec.error(
          "a constant matrix of " + rows + " x " + columns + ", must have 1 to 2^31 - 1 elements");
    }
    if (BlockWeights.isBlockTerm(term)) {
      BlockWeights blocks = BlockWeights.read(spec, source, term, rows, columns);
      return new GemmConstant(rows, columns, transposed, null, blocks);
    }
    Weight weight = source.tagged(rows * columns);
    if ((term != 0) != (weight.storage() == Weight.Storage.INT8)) {
      throw spec.error(
          "quantize_term is "
              + term
              + " but a matrix is stored as "
              + weight.storage()
              + ", must be INT8 with a term and nothing else without");
    }
    return new GemmConstant(rows, columns, transposed, weight, null);
  }

  /** Reads what follows all matrices: scales of blocks and of inputs, or {@code count} scales. */
  void readScales(WeightSource source, int count) {
    if (blocks != null) {
      blocks.readScales(source);
      blocks.readFactors(source);
    } else {
      scales = source.raw(count);
    }
  }

  /** The matrix as floats: whole numbers where it is int8. */
  GemmOperand operand(Kernels kernels) {
    return new GemmOperand(values.get(kernels, any -> reals()), rows, columns, transposed);
  }

  /**
   * The product with this matrix on the right, packed for good.
   *
   * @param bias added to each row, null for none; the same in every call
   */
  InnerProductKernel right(Kernels kernels, float[] bias) {
    return right.get(kernels, any -> prepare(any, bias));
  }

  private InnerProductKernel prepare(Kernels kernels, float[] bias) {
    float[] byColumn = transposed ? reals() : turned(reals(), rows, columns);
    InnerProductKernel made =
        kernels.innerProduct(effectiveRows(), effectiveColumns(), byColumn, bias, Activation.NONE);
    Supplier<float[]> held = made.weights();
    if (blocks == null && held != null) {
      weight.heldBy(transposed ? held : () -> turned(held.get(), columns, rows));
    }
    return made;
  }

  private static float[] turned(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return turned;
  }

  private float[] reals() {
    return blocks == null ? weight.toFloats() : blocks.toFloats();
  }

  /** Rows as the product takes the matrix. */
  int effectiveRows() {
    return transposed ? columns : rows;
  }

  /** Columns as the product takes the matrix. */
  int effectiveColumns() {
    return transposed ? rows : columns;
  }

  /** The scale of int8 values: of row {@code i}, or of all where there is one. */
  float scale(int i) {
    return scales[scales.length == 1 ? 0 : i];
  }

  /** The matrix as it is stored; null for blocks. */
  Weight weight() {
    return weight;
  }

  /** Bytes that it takes. */
  long bytes() {
    return blocks != null
        ? blocks.bytes()
        : weight.bytes() + (scales == null ? 0 : 4L * scales.length);
  }
}
