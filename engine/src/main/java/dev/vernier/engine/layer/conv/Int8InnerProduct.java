package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ExactRuns;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A fully connected layer in integers; its sums are taken as in {@link Int8Convolution}. */
final class Int8InnerProduct implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A product over some inputs. */
  private record Run(int first, int inputs, InnerProductKernel kernel) {}

  private final int inputs;
  private final int outputs;
  private final Int8Form form;
  private final float[] units;
  private final float[] bias;
  private final Activation activation;
  private final Prepared<List<Run>> runs = new Prepared<>();

  /**
   * A product bound to its quantised weights, outputs × inputs.
   *
   * @param bias a value an output, or null for none
   */
  Int8InnerProduct(int inputs, int outputs, Int8Form form, float[] bias, Activation activation) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.form = form;
    this.bias = bias;
    this.activation = activation;
    this.units = new float[outputs];
    for (int p = 0; p < outputs; p++) {
      units[p] = form.unit(p);
    }
  }

  /**
   * Multiplies.
   *
   * @param bottom FLOAT32 or INT8, rows × inputs elements
   * @param top FLOAT32, rows × outputs elements
   */
  void run(Mat bottom, int rows, Mat top, Workspace workspace) {
    Kernels kernels = workspace.kernels();
    List<Run> parts = runs.get(kernels, this::prepare);
    int size = rows * outputs;
    float[] dst = top.floats();
    float[] wholes = workspace.floats(rows * inputs).floats();
    int[] totals = workspace.create(Mat.Type.INT32, 1, size, 1, 1, 1).ints();
    Arrays.fill(totals, 0, size, 0);
    for (Run part : parts) {
      for (int row = 0; row < rows; row++) {
        int from = row * inputs + part.first();
        form.quantize(bottom, from, part.inputs(), wholes, row * part.inputs(), kernels);
      }
      part.kernel().run(wholes, rows, dst, workspace);
      for (int i = 0; i < size; i++) {
        totals[i] += (int) dst[i];
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < outputs; p++) {
        int i = row * outputs + p;
        dst[i] = totals[i] * units[p] + (bias == null ? 0f : bias[p]);
      }
    }
    kernels.unary().activate(activation, dst, 0, dst, 0, size);
  }

  private List<Run> prepare(Kernels kernels) {
    List<Run> parts = new ArrayList<>();
    int start = 0;
    for (int end : ExactRuns.ends(form.weights(), 0, outputs, inputs)) {
      int count = end - start;
      float[] weights = new float[outputs * count];
      for (int p = 0; p < outputs; p++) {
        kernels.int8().widen(form.weights(), p * inputs + start, weights, p * count, count);
      }
      InnerProductKernel kernel =
          kernels.innerProduct(count, outputs, weights, null, Activation.NONE);
      parts.add(new Run(start, count, kernel));
      start = end;
    }
    return parts;
  }
}
