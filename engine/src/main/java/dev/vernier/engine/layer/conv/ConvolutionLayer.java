package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/** What {@link Convolution} and {@link ConvolutionDepthWise} have in common. */
abstract class ConvolutionLayer extends Layer implements Quantizable {
  private static final long serialVersionUID = 1L;

  /** Number of output channels. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Whether there is a bias. */
  static final IntParam BIAS_TERM = IntParam.of(5, "bias_term").atLeast(0).atMost(1);

  /** Number of weights. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(6, "weight_data_size").atLeast(1);

  /** Which scales follow the weights; 0 for an fp32 layer. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(8, "int8_scale_term");

  /** What the padding is filled with. */
  static final FloatParam PAD_VALUE = FloatParam.of(18, "pad_value");

  /** Whether weight and bias are the second and third bottom. */
  static final IntParam DYNAMIC_WEIGHT = IntParam.of(19, "dynamic_weight").atLeast(0).atMost(1);

  private final ConvolutionWindow window;
  private final int groups;
  private final boolean biasTerm;
  private final float padValue;
  private final Activation activation;

  /** Null where the weight is a bottom. */
  private final ConvolutionShape shape;

  private final Weight weight;
  private final float[] bias;
  private final Int8Form int8Form;
  private final Int8Convolution int8;
  private final Prepared<ConvolutionKernel> kernel = new Prepared<>();

  ConvolutionLayer(LayerSpec spec, WeightSource weights, int groups) {
    super(spec);
    this.groups = groups;
    boolean dynamic = DYNAMIC_WEIGHT.get(spec) == 1;
    this.biasTerm = BIAS_TERM.get(spec) == 1;
    spec.requireBlobs(dynamic ? biasTerm ? 3 : 2 : 1, 1);
    this.window = ConvolutionWindow.of(spec, dynamic);
    this.padValue = PAD_VALUE.get(spec);
    this.activation = FusedActivation.of(spec);
    if (dynamic) {
      this.shape = null;
      this.weight = Weight.float32(new float[0]);
      this.bias = null;
      this.int8Form = null;
      this.int8 = null;
      return;
    }
    int outputs = NUM_OUTPUT.get(spec);
    int count = WEIGHT_DATA_SIZE.get(spec);
    this.shape = shape(spec, outputs, count);
    int scaleTerm = INT8_SCALE_TERM.get(spec);
    int scales = scaleTerm == 0 ? 0 : int8Scales(scaleTerm);
    this.weight = weights.tagged(count);
    this.bias = biasTerm ? weights.raw(outputs) : null;
    if (scaleTerm == 0) {
      if (weight.storage() == Weight.Storage.INT8) {
        throw spec.error(
            "int8_scale_term is 0 but the weights are stored as int8, must be set so that their"
                + " scales are read");
      }
      this.int8Form = null;
      this.int8 = null;
    } else {
      this.int8Form =
          Int8Form.read(weights, weight, outputs, scales, scaleTerm > Int8Form.REQUANTIZE_ABOVE);
      this.int8 = new Int8Convolution(shape, int8Form, bias, activation);
    }
  }

  private ConvolutionShape shape(LayerSpec spec, int outputs, int count) {
    if (outputs % groups != 0) {
      throw spec.error("num_output is " + outputs + ", must be a multiple of group, " + groups);
    }
    long perInput = (long) outputs * window.kernelSize();
    if (count % perInput != 0) {
      throw spec.error(
          "weight_data_size is "
              + count
              + ", must be a multiple of num_output x kernel_w x kernel_h, "
              + perInput);
    }
    long inputs = count / perInput * groups;
    if (inputs > Integer.MAX_VALUE) {
      throw spec.error("weight_data_size " + count + " and group " + groups + " are too large");
    }
    return shape(window, (int) inputs, outputs);
  }

  private ConvolutionShape shape(ConvolutionWindow of, int inputs, int outputs) {
    return new ConvolutionShape(
        inputs,
        outputs,
        of.kernelW(),
        of.kernelH(),
        of.strideW(),
        of.strideH(),
        of.dilationW(),
        of.dilationH(),
        groups);
  }

  @Override
  public final IntParam int8ScaleTerm() {
    return INT8_SCALE_TERM;
  }

  /** How many weight scales an int8_scale_term other than 0 announces. */
  abstract int int8Scales(int scaleTerm);

  /** Whether a bottom of shape (inputs) is taken as one pixel, and the top then is (outputs). */
  abstract boolean takesVectors();

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() > 3) {
      throw badBottom(0, bottom, "at most three dimensions");
    }
    requireReals(0, bottom);
    if (shape == null) {
      tops[0] = forwardDynamic(bottoms, workspace);
      return;
    }
    int outputs = shape.outChannels();
    if (takesVectors()
        && bottom.dims() == 1
        && window.isPoint()
        && bottom.w() == shape.inChannels()) {
      Mat top = workspace.create(topType(), 1, outputs, 1, 1, 1);
      run(bottom, 1, 1, new ConvolutionWindow.Placement(0, 0, 1, 1), top, workspace);
      tops[0] = top;
      return;
    }
    if (bottom.c() != shape.inChannels()) {
      throw badBottom(0, bottom, shape.inChannels() + " channels");
    }
    ConvolutionWindow.Placement at = window.place(spec(), bottom);
    Mat top = workspace.create(topType(), 3, at.outW(), at.outH(), 1, outputs);
    run(bottom, bottom.w(), bottom.h(), at, top, workspace);
    tops[0] = top;
  }

  private void requireReals(int index, Mat bottom) {
    boolean takesBytes = int8 != null && index == 0;
    if (bottom.type() != Mat.Type.FLOAT32 && !(takesBytes && bottom.type() == Mat.Type.INT8)) {
      throw badBottom(index, bottom, takesBytes ? "float32 or int8" : "float32");
    }
  }

  private Mat.Type topType() {
    return int8 == null ? Mat.Type.FLOAT32 : int8Form.topType();
  }

  private void run(
      Mat bottom, int w, int h, ConvolutionWindow.Placement at, Mat top, Workspace workspace) {
    if (int8 != null) {
      int8.run(bottom, w, h, at, padValue, top, workspace);
      return;
    }
    kernel
        .get(
            workspace.kernels(),
            kernels -> kernels.convolution(shape, weight.toFloats(), bias, activation))
        .run(
            bottom.floats(),
            w,
            h,
            at.padLeft(),
            at.padTop(),
            padValue,
            top.floats(),
            at.outW(),
            at.outH(),
            workspace);
  }

  private Mat forwardDynamic(Mat[] bottoms, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat kernelMat = bottoms[1];
    requireReals(1, kernelMat);
    int outputs = kernelMat.c();
    int inputs = bottom.c();
    ConvolutionWindow given = window.withKernel(kernelMat.w(), kernelMat.h());
    if (outputs % groups != 0 || inputs % groups != 0 || kernelMat.d() != inputs / groups) {
      throw badBottom(
          1,
          kernelMat,
          "(kernel_w, kernel_h, inputs a group, outputs) for "
              + inputs
              + " inputs in "
              + groups
              + " groups");
    }
    float[] givenBias = null;
    if (biasTerm) {
      requireReals(2, bottoms[2]);
      if (bottoms[2].size() != outputs) {
        throw badBottom(2, bottoms[2], outputs + " elements");
      }
      givenBias = Arrays.copyOf(bottoms[2].floats(), outputs);
    }
    ConvolutionWindow.Placement at = given.place(spec(), bottom);
    Mat top = workspace.create(Mat.Type.FLOAT32, 3, at.outW(), at.outH(), 1, outputs);
    workspace
        .kernels()
        .convolution(
            shape(given, inputs, outputs),
            Arrays.copyOf(kernelMat.floats(), kernelMat.size()),
            givenBias,
            activation)
        .run(
            bottom.floats(),
            bottom.w(),
            bottom.h(),
            at.padLeft(),
            at.padTop(),
            padValue,
            top.floats(),
            at.outW(),
            at.outH(),
            workspace);
    return top;
  }

  @Override
  public final long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    int perOutput = shape == null ? bottoms[1].size() / bottoms[1].c() : shape.weightsPerOutput();
    return (long) tops[0].size() * perOutput;
  }

  @Override
  public final long weightBytes() {
    long biasBytes = bias == null ? 0 : 4L * bias.length;
    return biasBytes + (int8Form == null ? weight.bytes() : int8Form.byteCount());
  }

  @Override
  public final Weight weight() {
    return weight;
  }

  final ConvolutionWindow window() {
    return window;
  }

  final int groups() {
    return groups;
  }

  final int outputs() {
    return shape == null ? 0 : shape.outChannels();
  }
}
