package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;
import jdk.incubator.vector.FloatVector;

/** A fully connected layer over whole numbers, whose lanes are outputs. */
final class VectorInt8InnerProduct implements InnerProductKernel {
  private static final UnaryKernels UNARY = new VectorUnary();

  private final int outputs;
  private final VectorInnerProduct sums;
  private final float[] units;
  private final float[] shifts;
  private final Activation activation;

  VectorInt8InnerProduct(
      int inputs, int outputs, byte[] weights, float[] units, float[] bias, Activation activation) {
    this.outputs = outputs;
    this.sums =
        new VectorInnerProduct(inputs, outputs, VectorInt8.widened(weights), null, Activation.NONE);
    this.units = units;
    this.shifts = bias == null ? new float[outputs] : bias;
    this.activation = activation;
  }

  @Override
  public void run(float[] src, int rows, float[] dst, Scratch scratch) {
    sums.run(src, rows, dst, scratch);
    int whole = SPECIES.loopBound(outputs);
    for (int row = 0; row < rows; row++) {
      int at = row * outputs;
      for (int j = 0; j < whole; j += LANES) {
        FloatVector.fromArray(SPECIES, dst, at + j)
            .mul(FloatVector.fromArray(SPECIES, units, j))
            .add(FloatVector.fromArray(SPECIES, shifts, j))
            .intoArray(dst, at + j);
      }
      for (int j = whole; j < outputs; j++) {
        dst[at + j] = dst[at + j] * units[j] + shifts[j];
      }
    }
    UNARY.activate(activation, dst, 0, dst, 0, rows * outputs);
  }
}
