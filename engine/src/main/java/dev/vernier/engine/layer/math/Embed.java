package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.Workspace;
import java.util.List;

/**
 * ncnn's Embed: for each word of (w), a whole number, its row of input_dim rows of num_output
 * weights, plus the bias: (num_output, w). Words outside are taken as the first or the last. The
 * weights may be int8 under one scale.
 *
 * <p>A word is 32 bits of an integer, whatever the bottom's type says.
 */
public final class Embed extends Layer implements StaticallyQuantizable {
  private static final long serialVersionUID = 1L;

  /** Elements of a row. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Number of rows. */
  static final IntParam INPUT_DIM = IntParam.of(1, "input_dim").atLeast(1);

  /** Other than 0 where there is a bias. */
  static final IntParam BIAS_TERM = IntParam.of(2, "bias_term");

  /** Number of weights, num_output times input_dim. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(3, "weight_data_size").atLeast(1);

  /** Other than 0 where the weights are quantised and their scale follows. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(18, "int8_scale_term");

  private final int outputs;
  private final int words;
  private final Weight weight;
  private final float[] bias;

  /** What a quantised weight is worth; null where the weights are real. */
  private final Float unit;

  private final Prepared<float[]> rows = new Prepared<>();

  /** An embedding as the file describes it. */
  public Embed(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.outputs = NUM_OUTPUT.get(spec);
    this.words = INPUT_DIM.get(spec);
    int count = WEIGHT_DATA_SIZE.get(spec);
    if (count != (long) outputs * words) {
      throw spec.error(
          "weight_data_size is "
              + count
              + ", must be num_output x input_dim, "
              + (long) outputs * words);
    }
    boolean quantized = INT8_SCALE_TERM.get(spec) != 0;
    this.weight = weights.tagged(count);
    if (quantized != (weight.storage() == Weight.Storage.INT8)) {
      throw spec.error(
          "int8_scale_term is "
              + INT8_SCALE_TERM.get(spec)
              + " but the weights are stored as "
              + weight.storage()
              + ", must be set for INT8 and for nothing else");
    }
    this.bias = BIAS_TERM.get(spec) != 0 ? weights.raw(outputs) : null;
    this.unit = quantized ? Float.valueOf(1f / weights.raw(1)[0]) : null;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() == Mat.Type.INT8 || bottom.dims() != 1) {
      throw badBottom(0, bottom, "one dimension of int32");
    }
    Mat top = workspace.floats(outputs, bottom.w());
    float[] dst = top.floats();
    Kernels kernels = workspace.kernels();
    float[] table = unit == null ? rows.get(kernels, any -> weight.toFloats()) : null;
    for (int i = 0; i < bottom.w(); i++) {
      int row = Math.max(0, Math.min(words - 1, word(bottom, i))) * outputs;
      int to = i * outputs;
      if (unit == null) {
        System.arraycopy(table, row, dst, to, outputs);
      } else {
        kernels.int8().widen(weight.toBytes(), row, dst, to, outputs);
        kernels.unary().scaleShift(unit, 0f, dst, to, dst, to, outputs);
      }
      if (bias != null) {
        kernels.binary().apply(BinaryOperation.ADD, dst, to, bias, 0, dst, to, outputs);
      }
    }
    tops[0] = top;
  }

  private static int word(Mat bottom, int i) {
    return bottom.type() == Mat.Type.INT32
        ? bottom.ints()[i]
        : Float.floatToRawIntBits(bottom.floats()[i]);
  }

  @Override
  public long weightBytes() {
    return weight.bytes() + (bias == null ? 0 : 4L * bias.length);
  }

  @Override
  public List<ScaledWeight> scaledWeights() {
    return List.of(new ScaledWeight(weight, 1));
  }

  @Override
  public boolean isInt8() {
    return INT8_SCALE_TERM.get(spec()) != 0;
  }

  @Override
  public IntParam int8ScaleTerm() {
    return INT8_SCALE_TERM;
  }

  @Override
  public int int8Term() {
    return 2;
  }
}
