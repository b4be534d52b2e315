package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.FloatArrayParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Requantize: int32 sums · scale_in + bias, activated, then · scale_out rounded half away
 * from zero and clamped to ±127, as int8; scales and biases are one for all or one a channel.
 */
public final class Requantize extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of scales of the input. */
  static final IntParam SCALE_IN_DATA_SIZE =
      IntParam.of(0, "scale_in_data_size").defaultsTo(1).atLeast(1);

  /** Number of scales of the output. */
  static final IntParam SCALE_OUT_DATA_SIZE =
      IntParam.of(1, "scale_out_data_size").defaultsTo(1).atLeast(1);

  /** Number of biases. */
  static final IntParam BIAS_DATA_SIZE = IntParam.of(2, "bias_data_size").atLeast(0);

  /** Which function, 0 to 6; 0 is none. */
  static final IntParam ACTIVATION_TYPE = IntParam.of(3, "activation_type").atLeast(0).atMost(6);

  /** The function's parameters. */
  static final FloatArrayParam ACTIVATION_PARAMS = FloatArrayParam.of(4, "activation_params");

  private final ChannelValues scalesIn;
  private final ChannelValues scalesOut;
  private final ChannelValues biases;
  private final Activation activation;

  /** A requantisation as the file describes it. */
  public Requantize(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    try {
      this.activation = Activation.of(ACTIVATION_TYPE.get(spec), ACTIVATION_PARAMS.get(spec));
    } catch (IllegalArgumentException problem) {
      throw spec.error(problem.getMessage());
    }
    this.scalesIn = ChannelValues.read(weights, SCALE_IN_DATA_SIZE.get(spec));
    this.scalesOut = ChannelValues.read(weights, SCALE_OUT_DATA_SIZE.get(spec));
    this.biases = ChannelValues.read(weights, BIAS_DATA_SIZE.get(spec));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int channels = ChannelValues.channels(bottom);
    boolean fit = scalesIn.fit(channels) && scalesOut.fit(channels) && biases.fit(channels);
    if (bottom.type() != Mat.Type.INT32 || !fit) {
      throw badBottom(
          0,
          bottom,
          "int32, with more than one scale_in "
              + scalesIn.describe()
              + ", scale_out "
              + scalesOut.describe()
              + ", bias "
              + biases.describe());
    }
    Mat top =
        workspace.create(
            Mat.Type.INT8, bottom.dims(), bottom.w(), bottom.h(), bottom.d(), bottom.c());
    int size = bottom.size() / channels;
    int[] sums = bottom.ints();
    float[] reals = workspace.floats(size).floats();
    Kernels kernels = workspace.kernels();
    for (int q = 0; q < channels; q++) {
      float scale = scalesIn.of(q);
      float bias = biases.of(q);
      int at = q * size;
      for (int i = 0; i < size; i++) {
        reals[i] = sums[at + i] * scale + bias;
      }
      kernels.unary().activate(activation, reals, 0, reals, 0, size);
      kernels.int8().quantize(scalesOut.of(q), reals, 0, top.bytes(), at, size);
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return scalesIn.bytes() + scalesOut.bytes() + biases.bytes();
  }
}
