package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution, transposed convolution or fully connected layer as a net's files hold it, ready to
 * take in what stands behind it: factors and addends of its outputs go into weights and bias, an
 * activation into its parameters.
 */
public final class FoldableLayer {
  private static final int WEIGHT = 0;
  private static final int BIAS = 1;

  private final StoredLayer stored;
  private final Layer layer;
  private final IntParam biasTerm;
  private final Activation activation;
  private final int outputs;

  private FoldableLayer(
      StoredLayer stored, Layer layer, IntParam biasTerm, Activation activation, int outputs) {
    this.stored = stored;
    this.layer = layer;
    this.biasTerm = biasTerm;
    this.activation = activation;
    this.outputs = outputs;
  }

  /** The layer in this form; empty for layers of other kinds. */
  public static Optional<FoldableLayer> of(StoredLayer stored, Layer layer) {
    if (layer instanceof WindowLayer window) {
      int outputs = window.trained() == null ? 0 : window.trained().outputs();
      return Optional.of(
          new FoldableLayer(stored, layer, TrainedWeights.BIAS_TERM, window.activation(), outputs));
    }
    if (layer instanceof InnerProduct product) {
      Activation activation = FusedActivation.of(layer.spec());
      return Optional.of(
          new FoldableLayer(
              stored, layer, InnerProduct.BIAS_TERM, activation, product.scaleCount()));
    }
    return Optional.empty();
  }

  /** Number of outputs; 0 where the weights are a bottom. */
  public int outputs() {
    return outputs;
  }

  /** Whether its outputs can be multiplied and added to: its weights are its own, and real. */
  public boolean takesFactors() {
    return takesActivation() && outputs > 0;
  }

  /** Whether it has no activation yet, and is not int8. */
  public boolean takesActivation() {
    return activation.kind() == Activation.Kind.NONE && !layer.isInt8();
  }

  /** Dimensions of its top under a bottom of so many, 0 where either is not known. */
  public int topDims(int bottomDims) {
    if (layer instanceof InnerProduct) {
      // A bottom of rows may be many inputs or one.
      return bottomDims == 0 || bottomDims == 2 ? 0 : 1;
    }
    WindowLayer window = (WindowLayer) layer;
    boolean mayTakePixel = layer instanceof Convolution && window.window().isPoint();
    if (!mayTakePixel || bottomDims > 1) {
      return window.window().axes() + 1;
    }
    boolean isPixel = bottomDims == 1 && window.trained() != null && window.trained().inputs() > 1;
    return isPixel ? 1 : 0;
  }

  /** Whether the channels of a top of so many dimensions, 0 if not known, are the outputs. */
  public boolean outputsAreChannels(int topDims) {
    // A fully connected layer of several rows has them along w.
    return layer instanceof WindowLayer || topDims == 1;
  }

  /**
   * The layer that gives factor · output + shift; its weights and bias become fp32.
   *
   * @param factors a number an output
   * @param shifts likewise
   */
  public StoredLayer scaled(float[] factors, float[] shifts) {
    List<StoredWeight> weights = new ArrayList<>(stored.weights());
    float[] kernels = weights.get(WEIGHT).weight().toFloats().clone();
    int each = kernels.length / outputs;
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] *= factors[i / each];
    }
    boolean biased = biasTerm.get(stored.spec()) == 1;
    float[] bias = biased ? weights.get(BIAS).weight().toFloats().clone() : new float[outputs];
    for (int i = 0; i < outputs; i++) {
      bias[i] = bias[i] * factors[i] + shifts[i];
    }
    StoredWeight sum = StoredWeight.raw(bias);
    weights.set(WEIGHT, StoredWeight.tagged(Weight.float32(kernels)));
    if (biased) {
      weights.set(BIAS, sum);
    } else {
      weights.add(BIAS, sum);
    }
    return new StoredLayer(biasTerm.set(stored.spec(), 1), weights);
  }

  /** The layer followed by an activation; empty where no number stands for that. */
  public Optional<StoredLayer> activated(Activation next) {
    int type = next.kind().ordinal();
    if (type > Activation.LARGEST_TYPE) {
      return Optional.empty();
    }
    LayerSpec spec = FusedActivation.ACTIVATION_TYPE.set(stored.spec(), type);
    ParamDict params = spec.params().without(FusedActivation.ACTIVATION_PARAMS.id());
    float[] values = next.params();
    if (values.length > 0) {
      params = params.with(FusedActivation.ACTIVATION_PARAMS.id(), values);
    }
    return Optional.of(stored.withSpec(spec.withParams(params)));
  }
}
