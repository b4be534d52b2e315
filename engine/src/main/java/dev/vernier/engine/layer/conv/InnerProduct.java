package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Quantizable;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's InnerProduct: a bottom of any shape, flattened, to (num_output); a bottom (w, h) whose
 * rows are as long as the weights' becomes (num_output, h). Fp32 or int8.
 */
public final class InnerProduct extends Layer implements Quantizable {
  private static final long serialVersionUID = 1L;

  /** Number of outputs. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Whether there is a bias. */
  static final IntParam BIAS_TERM = IntParam.of(1, "bias_term").atLeast(0).atMost(1);

  /** Number of weights, num_output times the inputs. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(2, "weight_data_size").atLeast(1);

  /** Other than 0 for an int8 layer, whose scales follow its weights. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(8, "int8_scale_term");

  private final int inputs;
  private final int outputs;
  private final Activation activation;
  private final Weight weight;
  private final float[] bias;
  private final Int8Form int8;
  private final Int8InnerProduct product;
  private final Prepared<InnerProductKernel> kernel = new Prepared<>();

  /** A fully connected layer as the file describes it. */
  public InnerProduct(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.outputs = NUM_OUTPUT.get(spec);
    int count = WEIGHT_DATA_SIZE.get(spec);
    if (count % outputs != 0) {
      throw spec.error(
          "weight_data_size is " + count + ", must be a multiple of num_output, " + outputs);
    }
    this.inputs = count / outputs;
    this.activation = FusedActivation.of(spec);
    this.weight = weights.tagged(count);
    this.bias = BIAS_TERM.get(spec) == 1 ? weights.raw(outputs) : null;
    if (INT8_SCALE_TERM.get(spec) == 0) {
      if (weight.storage() == Weight.Storage.INT8) {
        throw spec.error(Int8Form.WITHOUT_SCALES);
      }
      this.int8 = null;
      this.product = null;
    } else {
      this.int8 = Int8Form.read(weights, weight, outputs, outputs, false);
      this.product = new Int8InnerProduct(inputs, outputs, int8, bias, activation);
    }
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    boolean byRow = isByRow(bottom);
    if (bottom.type() != Mat.Type.FLOAT32 && (int8 == null || bottom.type() != Mat.Type.INT8)) {
      throw badBottom(0, bottom, int8 == null ? "float32" : "float32 or int8");
    }
    int rows = byRow ? bottom.h() : 1;
    Mat top = workspace.create(Mat.Type.FLOAT32, byRow ? 2 : 1, outputs, rows, 1, 1);
    if (int8 == null) {
      kernel(workspace).run(bottom.floats(), rows, top.floats(), workspace);
    } else {
      product.run(bottom, rows, top, workspace);
    }
    tops[0] = top;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int lanes = workspace.kernels().lanes();
    Mat bottom = bottoms[0];
    if (int8 != null || bottom.dims() == 2 || bottom.size() != inputs * lanes) {
      return false;
    }
    float[] rows = workspace.floats(inputs, lanes).floats();
    float[] products = workspace.floats(outputs, lanes).floats();
    Mat top = workspace.floats(outputs * lanes);
    turn(bottom.floats(), inputs, lanes, rows);
    kernel(workspace).run(rows, lanes, products, workspace);
    turn(products, lanes, outputs, top.floats());
    tops[0] = top;
    return true;
  }

  @Override
  public boolean gainsInLanes(Mat[] bottoms, Mat[] tops) {
    return int8 == null && tops[0].dims() == 1;
  }

  /** Makes rows of columns. */
  private static void turn(float[] src, int rows, int columns, float[] dst) {
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        dst[x * rows + y] = src[y * columns + x];
      }
    }
  }

  private InnerProductKernel kernel(Workspace workspace) {
    return kernel.get(workspace.kernels(), this, InnerProduct::prepare);
  }

  private InnerProductKernel prepare(Kernels kernels) {
    InnerProductKernel made =
        kernels.innerProduct(inputs, outputs, weight.toFloats(), bias, activation);
    weight.heldBy(made.weights());
    return made;
  }

  /** Whether each row of a bottom is an input of its own. */
  private boolean isByRow(Mat bottom) {
    boolean byRow = bottom.dims() == 2 && bottom.w() == inputs;
    if (!byRow && bottom.size() != inputs) {
      throw badBottom(0, bottom, inputs + " elements, or rows of " + inputs);
    }
    return byRow;
  }

  @Override
  public IntParam biasTerm() {
    return BIAS_TERM;
  }

  @Override
  public ColumnProduct columnProduct() {
    return new Rows();
  }

  /** The rows of a bottom, or all of it. */
  private final class Rows implements ColumnProduct {

    @Override
    public int inputs() {
      return inputs;
    }

    @Override
    public int outputs() {
      return outputs;
    }

    @Override
    public int groups() {
      return 1;
    }

    @Override
    public float[] bias() {
      return bias == null ? new float[outputs] : bias.clone();
    }

    @Override
    public Activation activation() {
      return activation;
    }

    @Override
    public int positions(Mat bottom) {
      return isByRow(bottom) ? bottom.h() : 1;
    }

    @Override
    public float[][] columns(Mat bottom, int[] positions) {
      isByRow(bottom);
      if (bottom.type() != Mat.Type.FLOAT32) {
        throw badBottom(0, bottom, "float32");
      }
      float[][] columns = new float[positions.length][];
      for (int i = 0; i < positions.length; i++) {
        int from = positions[i] * inputs;
        columns[i] = Arrays.copyOfRange(bottom.floats(), from, from + inputs);
      }
      return columns;
    }
  }

  @Override
  public boolean isInt8() {
    return int8 != null;
  }

  @Override
  public float bottomScale() {
    return int8 == null ? 0f : int8.bottomScale();
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    return (long) tops[0].size() * inputs;
  }

  @Override
  public long weightBytes() {
    long biasBytes = bias == null ? 0 : 4L * bias.length;
    return biasBytes + (int8 == null ? weight.bytes() : int8.byteCount());
  }

  @Override
  public Weight weight() {
    return weight;
  }

  @Override
  public int scaleCount() {
    return outputs;
  }

  @Override
  public IntParam int8ScaleTerm() {
    return INT8_SCALE_TERM;
  }

  @Override
  public int int8Term() {
    return 2;
  }

  @Override
  public int weightBits() {
    return 8;
  }
}
