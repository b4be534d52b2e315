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
    this.units = form.units();
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
    if (parts.size() == 1) {
      float[] wholes = workspace.floats(rows * inputs).floats();
      form.quantize(bottom, 0, rows * inputs, wholes, kernels);
      parts.get(0).kernel().run(wholes, rows, top.floats(), workspace);
    } else {
      addRuns(parts, bottom, rows, top.floats(), workspace);
    }
  }

  private void addRuns(List<Run> parts, Mat bottom, int rows, float[] dst, Workspace workspace) {
    Kernels kernels = workspace.kernels();
    int size = rows * outputs;
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
    int[] ends = ExactRuns.ends(form.weights(), 0, outputs, inputs);
    if (ends.length == 1) {
      return List.of(
          new Run(
              0,
              inputs,
              kernels.int8InnerProduct(inputs, outputs, form.weights(), units, bias, activation)));
    }
    float[] ones = new float[outputs];
    Arrays.fill(ones, 1f);
    List<Run> parts = new ArrayList<>();
    int start = 0;
    for (int end : ends) {
      int count = end - start;
      byte[] weights = new byte[outputs * count];
      for (int p = 0; p < outputs; p++) {
        System.arraycopy(form.weights(), p * inputs + start, weights, p * count, count);
      }
      InnerProductKernel kernel =
          kernels.int8InnerProduct(count, outputs, weights, ones, null, Activation.NONE);
      parts.add(new Run(start, count, kernel));
      start = end;
    }
    return parts;
  }
}
