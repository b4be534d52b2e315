package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Packing;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * What transposed convolutions over one, two and three axes have in common: each group is a matrix
 * product, every kernel element of every output with every input element, that is then added up.
 */
abstract class DeconvolutionLayer extends WindowLayer {
  private static final long serialVersionUID = 1L;

  /** Whether weight and bias are the second and third bottom; not over three axes. */
  static final IntParam DYNAMIC_WEIGHT = IntParam.of(28, "dynamic_weight").atLeast(0).atMost(1);

  /** Products are made for as many output channels at a time as keep this many floats. */
  private static final int COLUMNS_AT_ONCE = 1 << 20;

  /** Products that are made at a time where they are set: a quarter of an L2 of 512 KiB. */
  private static final int BAND = 1 << 15;

  private final OutputCut cut;
  private final Prepared<float[]> columnWeights = new Prepared<>();
  private final Prepared<PackedConvolution> packed = new Prepared<>();
  private final PerShape<ColumnsToImage> images = new PerShape<>();

  DeconvolutionLayer(LayerSpec spec, WeightSource source, int axes, int groups) {
    super(spec, source, axes, groups, axes < 3 && DYNAMIC_WEIGHT.get(spec) == 1, false);
    this.cut = OutputCut.of(spec, window());
  }

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat input = planes(bottom);
    requireReals(0, bottom);
    TrainedWeights trained = trained();
    if (trained == null) {
      tops[0] = forwardDynamic(bottoms, input, workspace);
      return;
    }
    if (input.c() != trained.inputs()) {
      throw badBottom(0, bottom, trained.inputs() + (window().axes() == 1 ? " rows" : " channels"));
    }
    float[] matrix =
        columnWeights.get(workspace.kernels(), this, (layer, kernels) -> layer.columnWeights());
    ColumnsToImage image = images.find(bottom, null);
    if (image == null) {
      image = images.keep(bottom, null, place(bottom, input, window()));
    }
    tops[0] = run(input, image, matrix, trained.bias(), trained.outputs(), workspace);
  }

  @Override
  public final Packing packing(Kernels kernels) {
    return trained() != null && window().axes() == 2 && kernels.packsTransposed(shape())
        ? Packing.SEEKS
        : Packing.NONE;
  }

  private ConvolutionShape shape() {
    ConvolutionWindow of = window();
    return new ConvolutionShape(
        trained().inputs(),
        trained().outputs(),
        of.w().kernel(),
        of.h().kernel(),
        of.w().stride(),
        of.h().stride(),
        of.w().dilation(),
        of.h().dilation(),
        groups());
  }

  @Override
  public final boolean forwardPacked(
      Mat bottom, boolean isPacked, boolean packTop, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    int inLanes = isPacked ? lanes : 1;
    if (packing(workspace.kernels()) == Packing.NONE
        || bottom.type() != Mat.Type.FLOAT32
        || bottom.dims() != 3
        || bottom.c() * inLanes != trained().inputs()) {
      return false;
    }
    int w = bottom.w() / inLanes;
    int h = bottom.h();
    ColumnsToImage image = place(bottom, bottom.reshaped(3, w, h, 1, trained().inputs()), window());
    int outW = image.w().out();
    int outH = image.h().out();
    PackedConvolution kernel =
        packed.get(
            workspace.kernels(),
            kernels ->
                kernels.packedTransposed(
                    shape(), trained().weight().toFloats(), trained().bias(), activation()));
    if (!kernel.suits(w, h, outW, outH, isPacked, packTop)
        || image.w().origin(0) != 0
        || image.h().origin(0) != 0) {
      return false;
    }
    int outLanes = packTop ? lanes : 1;
    Mat top = workspace.floats(outW * outLanes, outH, trained().outputs() / outLanes);
    kernel.run(
        bottom.floats(), isPacked, w, h, 0, 0, 0f, top.floats(), packTop, outW, outH, workspace);
    tops[0] = top;
    return true;
  }

  private float[] columnWeights() {
    TrainedWeights trained = trained();
    return Transposed.outermostTwo(
        trained.weight().toFloats(),
        groups(),
        trained.outputs() / groups(),
        trained.inputs() / groups(),
        window().kernelSize());
  }

  private Mat forwardDynamic(Mat[] bottoms, Mat input, Workspace workspace) {
    Mat kernel = givenKernel(bottoms);
    long outputs = (long) kernel.d() * groups();
    if (kernel.c() != input.c() || input.c() % groups() != 0 || outputs > Integer.MAX_VALUE) {
      throw badBottom(
          1,
          bottoms[1],
          (window().axes() == 1 ? "(kernel_w" : "(kernel_w, kernel_h")
              + ", outputs a group, inputs) for "
              + input.c()
              + " inputs in "
              + groups()
              + " groups");
    }
    float[] bias = givenBias(bottoms, (int) outputs);
    ConvolutionWindow of = givenWindow(bottoms, kernel);
    ColumnsToImage image = place(bottoms[0], input, of);
    // The inputs are outermost already, as the product wants them.
    return run(input, image, kernel.floats(), bias, (int) outputs, workspace);
  }

  private ColumnsToImage place(Mat bottom, Mat input, ConvolutionWindow of) {
    ColumnsToImage image = cut.place(of, input);
    if (image == null) {
      throw badBottom(0, bottom, cut.expected(of, input));
    }
    return image;
  }

  /**
   * Multiplies and adds up.
   *
   * @param matrix for each group its inputs × (its outputs · kernel elements)
   */
  private Mat run(
      Mat input,
      ColumnsToImage image,
      float[] matrix,
      float[] bias,
      int outputs,
      Workspace workspace) {
    Mat top =
        createTop(
            Mat.Type.FLOAT32,
            image.w().out(),
            image.h().out(),
            image.d().out(),
            outputs,
            workspace);
    float[] dst = top.floats();
    if (input.c() != groups() && image.isTiled()) {
      setColumns(input, image, matrix, bias, top, workspace);
    } else {
      int perOutput = image.size();
      for (int p = 0; p < outputs; p++) {
        Arrays.fill(dst, p * perOutput, (p + 1) * perOutput, bias == null ? 0f : bias[p]);
      }
      if (input.c() == groups()) {
        addProducts(input, image, matrix, top, workspace);
      } else {
        addColumns(input, image, matrix, top, workspace);
      }
    }
    workspace.kernels().unary().activate(activation(), dst, 0, dst, 0, top.size());
    return top;
  }

  /** One input a group: there is nothing to sum before the products are added up. */
  private void addProducts(
      Mat input, ColumnsToImage image, float[] matrix, Mat top, Workspace workspace) {
    int outputs = top.size() / image.size();
    int outGroup = outputs / groups();
    int elements = image.kernelSize();
    workspace.split(
        outputs,
        (p, own) ->
            image.addProducts(
                matrix,
                p * elements,
                input.floats(),
                p / outGroup * input.channelSize(),
                top.floats(),
                p * image.size()));
  }

  /** A few input rows after the other, so that their products are in L2 when they are set. */
  private void setColumns(
      Mat input, ColumnsToImage image, float[] matrix, float[] bias, Mat top, Workspace workspace) {
    int outGroup = top.size() / image.size() / groups();
    int rowLength = outGroup * image.kernelSize();
    int allRows = input.channelSize() / input.w();
    int band = Math.max(1, Math.min(allRows, BAND / Mat.sizeOf(rowLength, input.w(), 1, 1)));
    float[] columns =
        workspace.scratch(Scratch.LAYER_SLOT, Mat.sizeOf(rowLength, band * input.w(), 1, 1));
    for (int g = 0; g < groups(); g++) {
      for (int row = 0; row < allRows; row += band) {
        int rows = Math.min(band, allRows - row);
        int n = rows * input.w();
        multiply(input, g, row * input.w(), n, matrix, 0, rowLength, rowLength, columns, workspace);
        for (int i = 0; i < outGroup; i++) {
          int p = g * outGroup + i;
          int from = i * image.kernelSize() * n;
          float shift = bias == null ? 0f : bias[p];
          image.set(row, rows, columns, from, shift, top.floats(), p * image.size());
        }
      }
    }
  }

  private void addColumns(
      Mat input, ColumnsToImage image, float[] matrix, Mat top, Workspace workspace) {
    int outGroup = top.size() / image.size() / groups();
    int elements = image.kernelSize();
    int n = input.channelSize();
    int perColumns = Mat.sizeOf(n, elements, 1, 1);
    int block = Math.max(1, Math.min(outGroup, COLUMNS_AT_ONCE / perColumns));
    float[] columns = workspace.scratch(Scratch.LAYER_SLOT, Mat.sizeOf(perColumns, block, 1, 1));
    for (int g = 0; g < groups(); g++) {
      for (int p = 0; p < outGroup; p += block) {
        int now = Math.min(block, outGroup - p);
        int row = outGroup * elements;
        multiply(input, g, 0, n, matrix, p * elements, row, now * elements, columns, workspace);
        for (int i = 0; i < now; i++) {
          int at = (g * outGroup + p + i) * image.size();
          image.add(columns, i * perColumns, top.floats(), at);
        }
      }
    }
  }

  /**
   * The products of some matrix columns of a group with some of the group's input elements.
   *
   * @param from first element
   * @param n how many
   */
  private void multiply(
      Mat input,
      int group,
      int from,
      int n,
      float[] matrix,
      int first,
      int rowLength,
      int count,
      float[] columns,
      Workspace workspace) {
    int inGroup = input.c() / groups();
    int elements = input.channelSize();
    workspace
        .kernels()
        .gemm()
        .multiply(
            count,
            n,
            inGroup,
            matrix,
            group * inGroup * rowLength + first,
            rowLength,
            true,
            input.floats(),
            group * inGroup * elements + from,
            elements,
            false,
            columns,
            0,
            n,
            workspace);
  }

  @Override
  public final long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    long perElement = trained() == null ? bottoms[1].size() : trained().weight().count();
    return planes(bottoms[0]).channelSize() * perElement;
  }
}
