package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * What convolutions over one, two and three axes have in common, fp32.
 *
 * <p>All run on the two-dimensional kernels: one axis is an image of one row, three axes are
 * two-dimensional convolutions of stacked planes ({@link StackedPlanes}).
 */
abstract class ConvolutionLayer extends WindowLayer {
  private static final long serialVersionUID = 1L;

  /** What the padding is filled with. */
  static final FloatParam PAD_VALUE = FloatParam.of(18, "pad_value");

  /** Whether weight and bias are the second and third bottom; not over three axes. */
  static final IntParam DYNAMIC_WEIGHT = IntParam.of(19, "dynamic_weight").atLeast(0).atMost(1);

  private final float padValue;

  /** Null where the weight is a bottom. */
  private final ConvolutionShape shape;

  private final Prepared<ConvolutionKernel> kernel = new Prepared<>();
  private final PerShape<ConvolutionWindow.Placement> placement = new PerShape<>();
  private final PerShape<ConvolutionWindow.Placement> packedPlacement = new PerShape<>();

  /** A convolution whose weights no scales follow. */
  ConvolutionLayer(LayerSpec spec, WeightSource source, int axes, int groups) {
    this(spec, source, axes, groups, false);
  }

  ConvolutionLayer(LayerSpec spec, WeightSource source, int axes, int groups, boolean scaled) {
    super(spec, source, axes, groups, isDynamic(spec, axes), scaled);
    this.padValue = PAD_VALUE.get(spec);
    this.shape =
        trained() == null ? null : shape(window(), trained().inputs(), trained().outputs());
  }

  /** A convolution of the same weights with another activation. */
  ConvolutionLayer(ConvolutionLayer other, Activation activation) {
    super(other, activation);
    this.padValue = other.padValue;
    this.shape = other.shape;
  }

  private static boolean isDynamic(LayerSpec spec, int axes) {
    return axes < 3 && DYNAMIC_WEIGHT.get(spec) == 1;
  }

  private ConvolutionShape shape(ConvolutionWindow of, int inputs, int outputs) {
    return new ConvolutionShape(
        inputs * of.d().kernel(),
        outputs,
        of.w().kernel(),
        of.h().kernel(),
        of.w().stride(),
        of.h().stride(),
        of.w().dilation(),
        of.h().dilation(),
        groups());
  }

  /** Null where the weight is a bottom. */
  final ConvolutionShape shape() {
    return shape;
  }

  final float padValue() {
    return padValue;
  }

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    tops[0] =
        shape == null ? forwardDynamic(bottoms, workspace) : forwardTrained(bottoms[0], workspace);
  }

  /** The top under the trained weights. */
  Mat forwardTrained(Mat bottom, Workspace workspace) {
    Mat input = planes(bottom);
    requireReals(0, bottom);
    ConvolutionWindow.Placement at = place(bottom, input);
    Mat top = topAt(Mat.Type.FLOAT32, at, workspace);
    convolve(input, at, top, workspace);
    return top;
  }

  /** Where the window lies on a bottom that has as many channels as the weights. */
  final ConvolutionWindow.Placement place(Mat bottom, Mat input) {
    if (input.c() != trained().inputs()) {
      throw badBottom(
          0, bottom, trained().inputs() + (window().axes() == 1 ? " rows" : " channels"));
    }
    ConvolutionWindow.Placement at = placement.find(bottom, null);
    return at == null ? placement.keep(bottom, null, window().place(spec(), bottom, input)) : at;
  }

  final Mat topAt(Mat.Type type, ConvolutionWindow.Placement at, Workspace workspace) {
    return createTop(
        type, at.w().count(), at.h().count(), at.d().count(), shape.outChannels(), workspace);
  }

  /** Runs the fp32 kernel over (w, h, d, c). */
  final void convolve(Mat input, ConvolutionWindow.Placement at, Mat top, Workspace workspace) {
    ConvolutionKernel prepared = prepared(workspace);
    if (window().axes() == 3) {
      new StackedPlanes(prepared, window().d(), padValue).run(input, at, top, workspace);
    } else {
      run(prepared, input, at, top, workspace);
    }
  }

  private void run(
      ConvolutionKernel prepared,
      Mat input,
      ConvolutionWindow.Placement at,
      Mat top,
      Workspace workspace) {
    prepared.run(
        input.floats(),
        input.w(),
        input.h(),
        at.w().pad(),
        at.h().pad(),
        padValue,
        top.floats(),
        at.w().count(),
        at.h().count(),
        workspace);
  }

  /** Of samples side by side; false where the kernels do not take them. */
  final boolean convolveLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    Mat bottom = bottoms[0];
    ConvolutionKernel kernel = prepared(workspace).inLanes();
    if (kernel == null || bottom.dims() != 3 || bottom.c() != trained().inputs()) {
      return false;
    }
    ConvolutionWindow.Placement at = window().place(spec(), bottom, bottom, lanes);
    int w = at.w().count();
    int h = at.h().count();
    Mat top = workspace.floats(w * lanes, h, shape.outChannels());
    kernel.run(
        bottom.floats(),
        bottom.w() / lanes,
        bottom.h(),
        at.w().pad(),
        at.h().pad(),
        padValue,
        top.floats(),
        w,
        h,
        workspace);
    tops[0] = top;
    return true;
  }

  /** Of one sample whose channels lie side by side; see {@link #forwardPacked}. */
  final boolean convolvePacked(
      Mat bottom, boolean packed, boolean packTop, Mat[] tops, Workspace workspace) {
    PackedConvolution packing = prepared(workspace).packed();
    int lanes = workspace.kernels().lanes();
    int inLanes = packed ? lanes : 1;
    if (packing == null
        || bottom.type() != Mat.Type.FLOAT32
        || bottom.dims() != 3
        || bottom.c() * inLanes != trained().inputs()) {
      return false;
    }
    PerShape<ConvolutionWindow.Placement> places = packed ? packedPlacement : placement;
    ConvolutionWindow.Placement at = places.find(bottom, null);
    if (at == null) {
      at = places.keep(bottom, null, window().place(spec(), bottom, bottom, inLanes));
    }
    int w = at.w().count();
    int h = at.h().count();
    if (!packing.suits(bottom.w() / inLanes, bottom.h(), w, h, packed, packTop)) {
      return false;
    }
    int outLanes = packTop ? lanes : 1;
    Mat top = workspace.floats(w * outLanes, h, shape.outChannels() / outLanes);
    packing.run(
        bottom.floats(),
        packed,
        bottom.w() / inLanes,
        bottom.h(),
        at.w().pad(),
        at.h().pad(),
        padValue,
        top.floats(),
        packTop,
        w,
        h,
        workspace);
    tops[0] = top;
    return true;
  }

  final ConvolutionKernel prepared(Workspace workspace) {
    return kernel.get(workspace.kernels(), this, ConvolutionLayer::prepare);
  }

  private ConvolutionKernel prepare(Kernels kernels) {
    Weight weight = trained().weight();
    ConvolutionKernel made =
        kernels.convolution(shape, weight.toFloats(), trained().bias(), activation());
    weight.heldBy(made.weights());
    return made;
  }

  private Mat forwardDynamic(Mat[] bottoms, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat input = planes(bottom);
    requireReals(0, bottom);
    Mat given = givenKernel(bottoms);
    int inputs = input.c();
    int outputs = given.c();
    if (outputs % groups() != 0 || inputs % groups() != 0 || given.d() != inputs / groups()) {
      throw badBottom(
          1,
          bottoms[1],
          (window().axes() == 1 ? "(kernel_w" : "(kernel_w, kernel_h")
              + ", inputs a group, outputs) for "
              + inputs
              + " inputs in "
              + groups()
              + " groups");
    }
    float[] bias = givenBias(bottoms, outputs);
    ConvolutionWindow of = givenWindow(bottoms, given);
    float[] weights = Arrays.copyOf(given.floats(), given.size());
    return forwardOnce(bottom, of, weights, bias, outputs, workspace);
  }

  /** The top under weights that only this run has; over one or two axes. */
  final Mat forwardOnce(
      Mat bottom,
      ConvolutionWindow of,
      float[] weights,
      float[] bias,
      int outputs,
      Workspace workspace) {
    Mat input = planes(bottom);
    ConvolutionWindow.Placement at = of.place(spec(), bottom, input);
    Mat top = createTop(Mat.Type.FLOAT32, at.w().count(), at.h().count(), 1, outputs, workspace);
    ConvolutionShape once = shape(of, input.c(), outputs);
    ConvolutionKernel made = workspace.kernels().convolution(once, weights, bias, activation());
    run(made, input, at, top, workspace);
    return top;
  }

  @Override
  public final long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    int perOutput =
        shape == null
            ? bottoms[1].size() / bottoms[1].c()
            : planes(bottoms[0]).c() / groups() * window().kernelSize();
    return (long) tops[0].size() * perOutput;
  }
}
