package dev.vernier.engine.layer.attention;

import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.Workspace;
import dev.vernier.engine.layer.quantize.BlockWeights;
import dev.vernier.engine.layer.quantize.DynamicProduct;
import java.io.Serializable;
import java.util.Arrays;

/** One of the four products with weights and a bias around an attention. */
final class Projection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final int outputs;
  private final Weight weight;
  private final BlockWeights blocks;
  private final float[] bias;
  private float[] scales;
  private final Prepared<InnerProductKernel> reals = new Prepared<>();
  private final Prepared<DynamicProduct> wholes = new Prepared<>();

  private Projection(int inputs, int outputs, Weight weight, BlockWeights blocks, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weight = weight;
    this.blocks = blocks;
    this.bias = bias;
  }

  /**
   * Reads weights and bias.
   *
   * @param term the layer's quantize_term
   * @throws dev.vernier.engine.io.ParamFormatException if they are not stored as the term says
   */
  static Projection read(LayerSpec spec, WeightSource source, int term, int outputs, int inputs) {
    if ((long) inputs * outputs > Integer.MAX_VALUE) {
      throw spec.error(outputs + " x " + inputs + " weights pass 2^31 - 1");
    }
    if (BlockWeights.isBlockTerm(term)) {
      BlockWeights blocks = BlockWeights.read(spec, source, term, outputs, inputs);
      return new Projection(inputs, outputs, null, blocks, source.raw(outputs));
    }
    Weight weight = source.tagged(inputs * outputs);
    if ((term != 0) != (weight.storage() == Weight.Storage.INT8)) {
      throw spec.error(
          "quantize_term is "
              + term
              + " but weights are stored as "
              + weight.storage()
              + ", must be INT8 with a term and nothing else without");
    }
    return new Projection(inputs, outputs, weight, null, source.raw(outputs));
  }

  /** Reads the scales of its blocks, or {@code count} scales of its int8 weights. */
  void readScales(WeightSource source, int count) {
    if (blocks != null) {
      blocks.readScales(source);
      return;
    }
    float[] stored = source.raw(count);
    scales = stored;
    if (count == 1) {
      scales = new float[outputs];
      Arrays.fill(scales, stored[0]);
    }
  }

  /** Reads the factors of the inputs of blocks, where there are any. */
  void readFactors(WeightSource source) {
    if (blocks != null) {
      blocks.readFactors(source);
    }
  }

  /**
   * dst = src · weights + bias.
   *
   * @param src rows × inputs from index 0
   * @param oneScale whether int8 quantises all rows by one absmax
   * @param dst rows × outputs from index 0
   */
  void run(float[] src, int rows, boolean oneScale, float[] dst, Workspace workspace) {
    if (scales == null) {
      reals.get(workspace.kernels(), this::prepare).run(src, rows, dst, workspace);
      return;
    }
    DynamicProduct product = wholes.get(workspace.kernels(), this::prepareInt8);
    DynamicProduct.Buffers buffers = product.buffers(workspace, rows);
    if (oneScale) {
      product.runUnderOneScale(src, rows, dst, buffers, workspace);
    } else {
      product.run(src, rows, dst, buffers, workspace);
    }
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < outputs; p++) {
        dst[row * outputs + p] += bias[p];
      }
    }
  }

  private InnerProductKernel prepare(Kernels kernels) {
    float[] values = blocks == null ? weight.toFloats() : blocks.toFloats();
    InnerProductKernel made = kernels.innerProduct(inputs, outputs, values, bias, Activation.NONE);
    if (blocks == null) {
      weight.heldBy(made.weights());
    }
    return made;
  }

  private DynamicProduct prepareInt8(Kernels kernels) {
    return new DynamicProduct(kernels, inputs, outputs, weight.toBytes(), 0, scales, 0);
  }

  /** Elements of a row of the input. */
  int inputs() {
    return inputs;
  }

  /** The weights as they are stored; null for blocks. */
  Weight weight() {
    return weight;
  }

  /** Number of weights. */
  long count() {
    return (long) inputs * outputs;
  }

  /** Bytes of weights, scales and bias. */
  long bytes() {
    long own = blocks != null ? blocks.bytes() : weight.bytes();
    return own + 4L * bias.length + (scales == null ? 0 : 4L * scales.length);
  }
}
