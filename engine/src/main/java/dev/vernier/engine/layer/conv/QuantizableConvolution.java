package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.Workspace;

/** What {@link Convolution} and {@link ConvolutionDepthWise} have in common: an int8 form. */
abstract class QuantizableConvolution extends ConvolutionLayer implements Quantizable {
  private static final long serialVersionUID = 1L;

  /** Which scales follow the weights; 0 for an fp32 layer. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(8, "int8_scale_term");

  /** Pixels of an image that take longer to load weights for than to multiply. */
  private static final int FEW_PIXELS = 64;

  /** Pixels of an image, 56 x 56, above which the tiles of one fill vectors well enough. */
  private static final int FEW_TILES = 3136;

  private static final Weight NO_WEIGHT = Weight.float32(new float[0]);

  /** Null for an fp32 layer. */
  private final Int8Form int8Form;

  private final Int8Convolution int8;

  QuantizableConvolution(LayerSpec spec, WeightSource source, int groups) {
    super(spec, source, 2, groups, INT8_SCALE_TERM.get(spec) != 0);
    int scaleTerm = INT8_SCALE_TERM.get(spec);
    if (scaleTerm == 0 || trained() == null) {
      this.int8Form = null;
      this.int8 = null;
    } else {
      this.int8Form =
          Int8Form.read(
              source,
              trained().weight(),
              trained().outputs(),
              int8Scales(scaleTerm),
              scaleTerm > Int8Form.REQUANTIZE_ABOVE);
      this.int8 = new Int8Convolution(shape(), int8Form, trained().bias(), activation());
    }
  }

  QuantizableConvolution(QuantizableConvolution other, Activation activation) {
    super(other, activation);
    this.int8Form = other.int8Form;
    this.int8 =
        int8Form == null
            ? null
            : new Int8Convolution(shape(), int8Form, trained().bias(), activation);
  }

  /** The same weights with an activation. */
  abstract QuantizableConvolution with(Activation activation);

  @Override
  public final Layer activated(Activation next) {
    boolean plain = activation().kind() == Activation.Kind.NONE;
    boolean reals = int8Form == null || int8Form.topType() == Mat.Type.FLOAT32;
    return plain && reals && trained() != null ? with(next) : null;
  }

  @Override
  public final IntParam int8ScaleTerm() {
    return INT8_SCALE_TERM;
  }

  @Override
  public final boolean isInt8() {
    return int8Form != null;
  }

  @Override
  public final float bottomScale() {
    return int8Form == null ? 0f : int8Form.bottomScale();
  }

  /** How many weight scales an int8_scale_term other than 0 announces. */
  abstract int int8Scales(int scaleTerm);

  /** Whether a bottom of shape (inputs) is taken as one pixel, and the top then is (outputs). */
  abstract boolean takesVectors();

  @Override
  final Mat forwardTrained(Mat bottom, Workspace workspace) {
    Mat input = planes(bottom);
    if (int8 == null) {
      requireReals(0, bottom);
    } else if (bottom.type() != Mat.Type.FLOAT32 && bottom.type() != Mat.Type.INT8) {
      throw badBottom(0, bottom, "float32 or int8");
    }
    Mat.Type type = int8 == null ? Mat.Type.FLOAT32 : int8Form.topType();
    ConvolutionWindow.Placement at;
    Mat top;
    if (takesAsPixel(bottom)) {
      at = ConvolutionWindow.Placement.POINT;
      input = workspace.reshaped(bottom, 4, 1, 1, 1, bottom.w());
      top = workspace.create(type, 1, trained().outputs(), 1, 1, 1);
    } else {
      at = place(bottom, input);
      top = topAt(type, at, workspace);
    }
    if (int8 == null) {
      convolve(input, at, top, workspace);
    } else {
      int8.run(input, at, padValue(), top, workspace);
    }
    return top;
  }

  @Override
  public final boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    if (trained() == null || isInt8()) {
      return false;
    }
    Mat bottom = bottoms[0];
    int inputs = trained().inputs() * workspace.kernels().lanes();
    if (bottom.dims() != 1 || !takesVectors() || !window().isPoint() || bottom.w() != inputs) {
      return convolveLanes(bottoms, tops, workspace);
    }
    Mat[] pixel = {bottom.reshaped(3, inputs / trained().inputs(), 1, 1, trained().inputs())};
    boolean done = convolveLanes(pixel, tops, workspace);
    tops[0] = done ? tops[0].reshaped(1, tops[0].size(), 1, 1, 1) : null;
    return done;
  }

  @Override
  public final Packing packing(Kernels kernels) {
    ConvolutionShape of = shape();
    if (of == null || isInt8() || !kernels.packs(of)) {
      return Packing.NONE;
    }
    return kernels.gainsPacked(of) ? Packing.SEEKS : Packing.FOLLOWS;
  }

  @Override
  public final boolean packsTop(Kernels kernels) {
    return shape() == null || shape().outChannels() % kernels.lanes() == 0;
  }

  @Override
  public final boolean forwardPacked(
      Mat bottom, boolean packed, boolean packTop, Mat[] tops, Workspace workspace) {
    return convolvePacked(bottom, packed, packTop, tops, workspace);
  }

  private static boolean hasTiles(ConvolutionShape of) {
    return of.kernelW() == 3
        && of.kernelH() == 3
        && of.strideW() == 1
        && of.strideH() == 1
        && of.dilationW() == 1
        && of.dilationH() == 1;
  }

  /** By Winograd's tiles, which are not dealt out, and where an image does not fill vectors. */
  @Override
  public final boolean gainsInLanes(Mat[] bottoms, Mat[] tops) {
    ConvolutionShape of = shape();
    if (of == null || isInt8() || of.groups() > 1) {
      return false;
    }
    int pixels = tops[0].channelSize();
    return pixels <= FEW_PIXELS || (hasTiles(of) && pixels <= FEW_TILES);
  }

  /** Whether a bottom is one pixel and the layer a fully connected one. */
  final boolean takesAsPixel(Mat bottom) {
    return takesVectors()
        && bottom.dims() == 1
        && window().isPoint()
        && bottom.w() == trained().inputs();
  }

  @Override
  public final IntParam biasTerm() {
    return TrainedWeights.BIAS_TERM;
  }

  @Override
  public final ColumnProduct columnProduct() {
    if (trained() == null) {
      throw new IllegalStateException(spec().describe() + ": its weights are a bottom");
    }
    return new WindowColumns(this);
  }

  @Override
  public final long weightBytes() {
    return int8Form == null ? super.weightBytes() : trained().biasBytes() + int8Form.byteCount();
  }

  @Override
  public final Weight weight() {
    return trained() == null ? NO_WEIGHT : trained().weight();
  }

  final int outputs() {
    return trained() == null ? 0 : trained().outputs();
  }
}
