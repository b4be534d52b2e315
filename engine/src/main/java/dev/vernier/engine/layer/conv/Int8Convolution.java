package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.ExactRuns;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution in integers: exact sums of int8 products, then scaled back, biased and activated,
 * and quantised again where the output is int8.
 *
 * <p>One kernel does all of it where the weights of a sum are a single one of the {@link
 * ExactRuns}, which those of trained nets are. Otherwise the sums are taken by the kernels for
 * floats over whole numbers, a run at a time, and added up in int.
 */
final class Int8Convolution implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A convolution of some input channels to some output channels. */
  private record Run(
      int firstInput, int inputs, int firstOutput, int outputs, ConvolutionKernel kernel) {}

  private final ConvolutionShape shape;
  private final Int8Form form;
  private final float[] bias;
  private final Activation activation;
  private final boolean exact;
  private final Prepared<Int8ConvolutionKernel> kernel = new Prepared<>();
  private final Prepared<List<Run>> runs = new Prepared<>();

  /**
   * A convolution bound to its quantised weights.
   *
   * @param bias a value an out channel, or null for none
   */
  Int8Convolution(ConvolutionShape shape, Int8Form form, float[] bias, Activation activation) {
    this.shape = shape;
    this.form = form;
    this.bias = bias;
    this.activation = activation;
    boolean single = true;
    for (int group = 0; group < shape.groups(); group++) {
      single &= ends(group).length == 1;
    }
    this.exact = single;
  }

  /**
   * Convolves one image.
   *
   * @param bottom FLOAT32 or INT8 (w, h, 1, inChannels)
   * @param top of {@link Int8Form#topType}, outW × outH × outChannels elements
   */
  void run(
      Mat bottom, ConvolutionWindow.Placement at, float padValue, Mat top, Workspace workspace) {
    if (!exact) {
      addRuns(bottom, at, padValue, top, workspace);
      return;
    }
    kernel
        .get(
            workspace.kernels(),
            kernels ->
                kernels.int8Convolution(shape, form.weights(), form.scaling(bias, activation)))
        .run(
            Int8Form.blob(bottom),
            bottom.w(),
            bottom.h(),
            at.w().pad(),
            at.h().pad(),
            (byte) padValue,
            Int8Form.blob(top),
            at.w().count(),
            at.h().count(),
            workspace);
  }

  private void addRuns(
      Mat bottom, ConvolutionWindow.Placement at, float padValue, Mat top, Workspace workspace) {
    Mat sums = form.requantizes() ? workspace.floats(top.size()) : top;
    int plane = top.size() / shape.outChannels();
    int[] totals = workspace.create(Mat.Type.INT32, 1, top.size(), 1, 1, 1).ints();
    Arrays.fill(totals, 0, top.size(), 0);
    for (Run part : runs.get(workspace.kernels(), this::prepare)) {
      sum(part, bottom, at, padValue, sums, workspace);
      int to = part.firstOutput() * plane;
      for (int i = 0; i < part.outputs() * plane; i++) {
        totals[to + i] += (int) sums.floats()[i];
      }
    }
    for (int i = 0; i < top.size(); i++) {
      sums.floats()[i] = totals[i];
    }
    finish(sums.floats(), plane, top, workspace.kernels());
  }

  /** The sums of a run, from the first element of {@code sums} on. */
  private void sum(
      Run part,
      Mat bottom,
      ConvolutionWindow.Placement at,
      float padValue,
      Mat sums,
      Workspace workspace) {
    int plane = bottom.channelSize();
    int first = part.firstInput() * plane;
    int count = part.inputs() * plane;
    float[] wholes = workspace.floats(count).floats();
    form.quantize(bottom, first, count, wholes, workspace.kernels());
    part.kernel()
        .run(
            wholes,
            bottom.w(),
            bottom.h(),
            at.w().pad(),
            at.h().pad(),
            (byte) padValue,
            sums.floats(),
            at.w().count(),
            at.h().count(),
            workspace);
  }

  /** Makes real numbers of sums, a channel at a time so that it stays in L1 between the steps. */
  private void finish(float[] sums, int plane, Mat top, Kernels kernels) {
    for (int p = 0; p < shape.outChannels(); p++) {
      int from = p * plane;
      float shift = bias == null ? 0f : bias[p];
      kernels.unary().scaleShift(form.unit(p), shift, sums, from, sums, from, plane);
      kernels.unary().activate(activation, sums, from, sums, from, plane);
      if (form.requantizes()) {
        kernels.int8().quantize(form.topScale(), sums, from, top.bytes(), from, plane);
      }
    }
  }

  private List<Run> prepare(Kernels kernels) {
    int length = shape.weightsPerOutput();
    int outputs = shape.outChannels() / shape.groups();
    List<Run> parts = new ArrayList<>();
    int inputs = shape.inChannels() / shape.groups();
    int kernelSize = length / inputs;
    for (int group = 0; group < shape.groups(); group++) {
      int start = 0;
      for (int end : ends(group)) {
        int firstInput = start / kernelSize;
        int count = (end + kernelSize - 1) / kernelSize - firstInput;
        float[] weights = weights(group, start, end, firstInput * kernelSize, count * kernelSize);
        ConvolutionKernel kernel =
            kernels.convolution(shapeOf(count, outputs), weights, null, Activation.NONE);
        parts.add(new Run(group * inputs + firstInput, count, group * outputs, outputs, kernel));
        start = end;
      }
    }
    return parts;
  }

  private int[] ends(int group) {
    int length = shape.weightsPerOutput();
    int outputs = shape.outChannels() / shape.groups();
    return ExactRuns.ends(form.weights(), group * outputs * length, outputs, length);
  }

  /** Weights start to end of each output of a group, others zero, {@code length} of them. */
  private float[] weights(int group, int start, int end, int from, int length) {
    int whole = shape.weightsPerOutput();
    int outputs = shape.outChannels() / shape.groups();
    float[] weights = new float[outputs * length];
    for (int p = 0; p < outputs; p++) {
      for (int k = start; k < end; k++) {
        weights[p * length + k - from] = form.weights()[(group * outputs + p) * whole + k];
      }
    }
    return weights;
  }

  private ConvolutionShape shapeOf(int inputs, int outputs) {
    return new ConvolutionShape(
        inputs,
        outputs,
        shape.kernelW(),
        shape.kernelH(),
        shape.strideW(),
        shape.strideH(),
        shape.dilationW(),
        shape.dilationH(),
        1);
  }
}
