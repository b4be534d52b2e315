package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Deconvolution, a transposed convolution: (w, h, c) to (outw, outh, num_output).
 *
 * <p>The whole image is (w − 1)·stride_w + dilation_w·(kernel_w − 1) + 1 + output_pad_right wide,
 * likewise high; the pads, or what passes output_w and output_h under "same" padding, are cut off.
 */
public final class Deconvolution extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of output channels. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Whether there is a bias. */
  static final IntParam BIAS_TERM = IntParam.of(5, "bias_term").atLeast(0).atMost(1);

  /** Number of weights. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(6, "weight_data_size").atLeast(1);

  /** Columns added to the image on the right. */
  static final IntParam OUTPUT_PAD_RIGHT =
      IntParam.of(18, "output_pad_right").atLeast(0).atMost(1 << 16);

  /** Rows added to the image below; defaults to output_pad_right. */
  static final IntParam OUTPUT_PAD_BOTTOM =
      IntParam.of(19, "output_pad_bottom").defaultsTo(OUTPUT_PAD_RIGHT).atLeast(0).atMost(1 << 16);

  /** Columns of the output under "same" padding; 0 for the whole image. */
  static final IntParam OUTPUT_W = IntParam.of(20, "output_w").atLeast(0);

  /** Rows of the output under "same" padding; defaults to output_w. */
  static final IntParam OUTPUT_H = IntParam.of(21, "output_h").defaultsTo(OUTPUT_W).atLeast(0);

  /** Whether weight and bias are the second and third bottom. */
  static final IntParam DYNAMIC_WEIGHT = IntParam.of(28, "dynamic_weight").atLeast(0).atMost(1);

  /** Products are made for as many output channels at a time as keep this many floats. */
  private static final int COLUMNS_AT_ONCE = 1 << 20;

  private final ConvolutionWindow window;
  private final int outputPadRight;
  private final int outputPadBottom;
  private final int outputW;
  private final int outputH;
  private final boolean dynamic;
  private final boolean biasTerm;
  private final Activation activation;
  private final int inputs;
  private final int outputs;
  private final Weight weight;
  private final float[] bias;
  private final Prepared<float[]> columnWeights = new Prepared<>();

  /** A transposed convolution as the file describes it. */
  public Deconvolution(LayerSpec spec, WeightSource weights) {
    super(spec);
    this.dynamic = DYNAMIC_WEIGHT.get(spec) == 1;
    this.biasTerm = BIAS_TERM.get(spec) == 1;
    spec.requireBlobs(dynamic ? biasTerm ? 3 : 2 : 1, 1);
    this.window = ConvolutionWindow.of(spec, dynamic);
    this.outputPadRight = OUTPUT_PAD_RIGHT.get(spec);
    this.outputPadBottom = OUTPUT_PAD_BOTTOM.get(spec);
    this.outputW = OUTPUT_W.get(spec);
    this.outputH = OUTPUT_H.get(spec);
    boolean sized = outputW > 0 && outputH > 0;
    if (sized && window.padding() == ConvolutionWindow.Padding.COUNTS && !hasPads()) {
      throw spec.error(
          "output_w is " + outputW + " but pad_left is 0, must be -233 or -234 for output_w");
    }
    this.activation = FusedActivation.of(spec);
    if (dynamic) {
      this.inputs = 0;
      this.outputs = 0;
      this.weight = null;
      this.bias = null;
      return;
    }
    this.outputs = NUM_OUTPUT.get(spec);
    int count = WEIGHT_DATA_SIZE.get(spec);
    long perInput = (long) outputs * window.kernelSize();
    if (count % perInput != 0) {
      throw spec.error(
          "weight_data_size is "
              + count
              + ", must be a multiple of num_output x kernel_w x kernel_h, "
              + perInput);
    }
    this.inputs = (int) (count / perInput);
    this.weight = weights.tagged(count);
    this.bias = biasTerm ? weights.raw(outputs) : null;
  }

  private boolean hasPads() {
    return window.padLeft() > 0
        || window.padRight() > 0
        || window.padTop() > 0
        || window.padBottom() > 0;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() > 3 || bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32 of at most three dimensions");
    }
    if (dynamic) {
      tops[0] = forwardDynamic(bottoms, workspace);
      return;
    }
    if (bottom.c() != inputs) {
      throw badBottom(0, bottom, inputs + " channels");
    }
    float[] matrix =
        columnWeights.get(
            workspace.kernels(),
            kernels -> {
              int size = window.kernelSize();
              return Transposed.outermostTwo(weight.toFloats(), outputs, inputs, size);
            });
    tops[0] = run(bottom, window, matrix, bias, outputs, workspace);
  }

  private Mat forwardDynamic(Mat[] bottoms, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat kernel = bottoms[1];
    if (kernel.type() != Mat.Type.FLOAT32 || kernel.c() != bottom.c()) {
      throw badBottom(
          1, kernel, "float32 (kernel_w, kernel_h, outputs, " + bottom.c() + " inputs)");
    }
    int given = kernel.d();
    float[] givenBias = null;
    if (biasTerm) {
      if (bottoms[2].type() != Mat.Type.FLOAT32 || bottoms[2].size() != given) {
        throw badBottom(2, bottoms[2], given + " elements of float32");
      }
      givenBias = Arrays.copyOf(bottoms[2].floats(), given);
    }
    // The bottom is (kernel_w, kernel_h, outputs, inputs): inputs outermost already.
    ConvolutionWindow givenWindow = window.withKernel(kernel.w(), kernel.h());
    return run(bottom, givenWindow, kernel.floats(), givenBias, given, workspace);
  }

  /**
   * Multiplies and adds up.
   *
   * @param matrix inputs × (outputs · kernel elements)
   */
  private Mat run(
      Mat bottom,
      ConvolutionWindow of,
      float[] matrix,
      float[] addend,
      int channels,
      Workspace workspace) {
    ColumnsToImage image = place(bottom, of);
    Mat top = workspace.create(Mat.Type.FLOAT32, 3, image.outW(), image.outH(), 1, channels);
    float[] dst = top.floats();
    int plane = top.w() * top.h();
    int pixels = bottom.w() * bottom.h();
    int rows = of.kernelSize();
    int perChannel = Mat.sizeOf(pixels, rows, 1, 1);
    int block = Math.max(1, Math.min(channels, COLUMNS_AT_ONCE / perChannel));
    float[] columns = workspace.scratch(Scratch.LAYER_SLOT, Mat.sizeOf(perChannel, block, 1, 1));
    for (int p = 0; p < channels; p += block) {
      int now = Math.min(block, channels - p);
      workspace
          .kernels()
          .gemm()
          .multiply(
              now * rows,
              pixels,
              bottom.c(),
              matrix,
              p * rows,
              channels * rows,
              true,
              bottom.floats(),
              0,
              pixels,
              false,
              columns,
              0,
              pixels,
              workspace);
      for (int i = 0; i < now; i++) {
        int at = (p + i) * plane;
        Arrays.fill(dst, at, at + plane, addend == null ? 0f : addend[p + i]);
        image.add(columns, i * perChannel, dst, at);
      }
    }
    workspace.kernels().unary().activate(activation, dst, 0, dst, 0, top.size());
    return top;
  }

  private ColumnsToImage place(Mat bottom, ConvolutionWindow of) {
    long wholeW = (bottom.w() - 1L) * of.strideW() + of.columns() + outputPadRight;
    long wholeH = (bottom.h() - 1L) * of.strideH() + of.rows() + outputPadBottom;
    long left = 0;
    long top = 0;
    long outW = wholeW;
    long outH = wholeH;
    if (hasPads()) {
      left = of.padLeft();
      top = of.padTop();
      outW = wholeW - left - of.padRight();
      outH = wholeH - top - of.padBottom();
    } else if (outputW > 0 && outputH > 0) {
      boolean lower = of.padding() == ConvolutionWindow.Padding.SAME_LOWER;
      long cutW = wholeW - outputW;
      long cutH = wholeH - outputH;
      left = lower ? cutW - cutW / 2 : cutW / 2;
      top = lower ? cutH - cutH / 2 : cutH / 2;
      outW = outputW;
      outH = outputH;
    }
    boolean fits = wholeW <= Integer.MAX_VALUE && wholeH <= Integer.MAX_VALUE;
    if (!fits || outW < 1 || outH < 1 || outW > wholeW || outH > wholeH) {
      throw badBottom(
          0,
          bottom,
          "one whose image of "
              + wholeW
              + " x "
              + wholeH
              + " can be cut to "
              + outW
              + " x "
              + outH);
    }
    return new ColumnsToImage(
        of, bottom.w(), bottom.h(), (int) left, (int) top, (int) outW, (int) outH);
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    Mat bottom = bottoms[0];
    long perPixel = dynamic ? bottoms[1].size() : weight.count();
    return (long) bottom.w() * bottom.h() * perPixel;
  }

  @Override
  public long weightBytes() {
    return (weight == null ? 0 : weight.bytes()) + (bias == null ? 0 : 4L * bias.length);
  }
}
