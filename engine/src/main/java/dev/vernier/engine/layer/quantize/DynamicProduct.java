package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ExactRuns;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of real numbers times int8 weights: each row is quantised by its own absmax, the sums are
 * exact integers, and each is scaled back by the row's scale and its output's. Immutable.
 */
public final class DynamicProduct {

  /** What a product needs for a number of rows, to be kept from one product to the next. */
  public static final class Buffers {
    private final float[] wholes;
    private final float[] scales;
    private final int[] totals;

    private Buffers(float[] wholes, float[] scales, int[] totals) {
      this.wholes = wholes;
      this.scales = scales;
      this.totals = totals;
    }
  }

  private record Run(int first, int inputs, InnerProductKernel kernel) {}

  private final int inputs;
  private final int outputs;
  private final float[] units;
  private final List<Run> runs = new ArrayList<>();

  /**
   * A product bound to its weights.
   *
   * @param weights outputs × inputs from index {@code at}
   * @param scales a scale an output from index {@code scalesAt}
   */
  public DynamicProduct(
      Kernels kernels,
      int inputs,
      int outputs,
      byte[] weights,
      int at,
      float[] scales,
      int scalesAt) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.units = new float[outputs];
    for (int p = 0; p < outputs; p++) {
      units[p] = 1f / scales[scalesAt + p];
    }
    int start = 0;
    for (int end : ExactRuns.ends(weights, at, outputs, inputs)) {
      int count = end - start;
      float[] wholes = new float[outputs * count];
      for (int p = 0; p < outputs; p++) {
        kernels.int8().widen(weights, at + p * inputs + start, wholes, p * count, count);
      }
      InnerProductKernel kernel =
          kernels.innerProduct(count, outputs, wholes, null, Activation.NONE);
      runs.add(new Run(start, count, kernel));
      start = end;
    }
  }

  /** Buffers for products of at most {@code rows} rows. */
  public Buffers buffers(Workspace workspace, int rows) {
    return new Buffers(
        workspace.floats(Mat.sizeOf(rows, inputs, 1, 1)).floats(),
        workspace.floats(rows).floats(),
        workspace.create(Mat.Type.INT32, 1, Mat.sizeOf(rows, outputs, 1, 1), 1, 1, 1).ints());
  }

  /**
   * Multiplies.
   *
   * @param src rows × inputs from index 0
   * @param dst rows × outputs from index 0
   * @param buffers of {@link #buffers} for at least as many rows
   */
  public void run(float[] src, int rows, float[] dst, Buffers buffers, Workspace workspace) {
    Kernels kernels = workspace.kernels();
    for (int row = 0; row < rows; row++) {
      buffers.scales[row] = scale(kernels, src, row * inputs, inputs);
    }
    multiply(src, rows, dst, buffers, workspace);
  }

  /** The same with all rows quantised by the absmax of all. */
  public void runUnderOneScale(
      float[] src, int rows, float[] dst, Buffers buffers, Workspace workspace) {
    float scale = scale(workspace.kernels(), src, 0, rows * inputs);
    Arrays.fill(buffers.scales, 0, rows, scale);
    multiply(src, rows, dst, buffers, workspace);
  }

  private static float scale(Kernels kernels, float[] src, int at, int n) {
    float absMax = kernels.statistics().absMax(src, at, n);
    return absMax == 0f ? 1f : Int8.LARGEST / absMax;
  }

  private void multiply(float[] src, int rows, float[] dst, Buffers buffers, Workspace workspace) {
    Kernels kernels = workspace.kernels();
    int[] totals = buffers.totals;
    Arrays.fill(totals, 0, rows * outputs, 0);
    for (Run run : runs) {
      for (int row = 0; row < rows; row++) {
        kernels
            .int8()
            .quantize(
                buffers.scales[row],
                src,
                row * inputs + run.first(),
                buffers.wholes,
                row * run.inputs(),
                run.inputs());
      }
      run.kernel().run(buffers.wholes, rows, dst, workspace);
      for (int i = 0; i < rows * outputs; i++) {
        totals[i] += (int) dst[i];
      }
    }
    for (int row = 0; row < rows; row++) {
      float unit = 1f / buffers.scales[row];
      for (int p = 0; p < outputs; p++) {
        dst[row * outputs + p] = totals[row * outputs + p] * (unit * units[p]);
      }
    }
  }
}
