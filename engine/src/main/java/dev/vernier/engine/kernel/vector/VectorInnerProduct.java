package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import java.util.function.Supplier;

/**
 * A fully connected layer whose lanes are outputs. Few rows read the weights once a row, which the
 * memory limits; more rows go through the matrix product.
 */
final class VectorInnerProduct implements InnerProductKernel {

  /** A tile of fewer rows than this computes more zero rows than it saves. */
  private static final int FEW_ROWS = 3;

  private static final UnaryKernels UNARY = new VectorUnary();
  private static final int PACKED = 0;
  private static final int TILE = 1;

  private final int inputs;
  private final int outputs;
  private final PackedColumns weights;
  private final float[] bias;
  private final Activation activation;

  VectorInnerProduct(
      int inputs, int outputs, float[] weights, float[] bias, Activation activation) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = PackedColumns.of(inputs, outputs, weights, 0, 1, inputs);
    this.bias = new float[PackedColumns.paddedColumns(outputs)];
    if (bias != null) {
      System.arraycopy(bias, 0, this.bias, 0, outputs);
    }
    this.activation = activation;
  }

  @Override
  public void run(float[] src, int rows, float[] dst, Scratch scratch) {
    if (rows <= FEW_ROWS) {
      int tiles = (outputs + Tile.COLUMNS - 1) / Tile.COLUMNS;
      int parts = Math.min(scratch.threads(), tiles);
      if (parts == 1) {
        multiplyFewRows(src, rows, dst, 0, outputs, scratch);
        return;
      }
      scratch.split(
          parts,
          (part, own) -> {
            int first = part * tiles / parts * Tile.COLUMNS;
            int end = Math.min(outputs, (part + 1) * tiles / parts * Tile.COLUMNS);
            multiplyFewRows(src, rows, dst, first, end, own);
          });
      return;
    }
    multiplyRows(src, inputs, 1, rows, dst, scratch);
  }

  @Override
  public Supplier<float[]> weights() {
    return () -> {
      float[] found = new float[outputs * inputs];
      weights.unpackTurned(found);
      return found;
    };
  }

  /** Computes outputs from first to end of each row. */
  private void multiplyFewRows(
      float[] src, int rows, float[] dst, int first, int end, Scratch scratch) {
    float[] tile = scratch.scratch(TILE, PackedRows.tileElements());
    for (int row = 0; row < rows; row++) {
      multiplyRow(src, row * inputs, dst, row * outputs, first, end, tile);
    }
  }

  /** Computes rows that lie side by side: element p of row r is {@code src[p * rows + r]}. */
  void runTransposed(float[] src, int rows, float[] dst, Scratch scratch) {
    multiplyRows(src, 1, rows, rows, dst, scratch);
  }

  private void multiplyRows(
      float[] src, int rowStep, int columnStep, int rows, float[] dst, Scratch scratch) {
    float[] packed = scratch.scratch(PACKED, PackedRows.paddedRows(rows) * inputs);
    PackedRows a = PackedRows.into(packed, rows, inputs, src, 0, rowStep, columnStep);
    int panels = weights.panels();
    int parts = Math.min(scratch.threads(), panels);
    if (parts == 1) {
      float[] tile = scratch.scratch(TILE, PackedRows.tileElements());
      weights.multiply(0, panels, a, bias, dst, 0, outputs, tile);
    } else {
      scratch.split(
          parts,
          (part, own) -> {
            float[] tile = own.scratch(TILE, PackedRows.tileElements());
            int first = part * panels / parts;
            int end = (part + 1) * panels / parts;
            weights.multiply(first, end, a, bias, dst, 0, outputs, tile);
          });
    }
    UNARY.activate(activation, dst, 0, dst, 0, rows * outputs);
  }

  /** Computes outputs from first to end of one row. */
  private void multiplyRow(
      float[] src, int srcAt, float[] dst, int dstAt, int first, int end, float[] tile) {
    for (int j = first; j < end; j += Tile.COLUMNS) {
      int vectors = weights.vectorsAt(j);
      int columns = Math.min(Tile.COLUMNS, outputs - j);
      RowProduct.multiply(
          vectors, inputs, src, srcAt, weights.values(), weights.at(j), bias, j, tile);
      TileActivation.apply(activation, tile, 0, vectors * LANES, 1, vectors);
      System.arraycopy(tile, 0, dst, dstAt + j, columns);
    }
  }
}
