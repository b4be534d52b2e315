package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Dequantize: int32 sums · scale + bias as float32, with one scale and one bias for all or
 * one a channel.
 */
public final class Dequantize extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of scales. */
  static final IntParam SCALE_DATA_SIZE =
      IntParam.of(0, "scale_data_size").defaultsTo(1).atLeast(1);

  /** Number of biases. */
  static final IntParam BIAS_DATA_SIZE = IntParam.of(1, "bias_data_size").atLeast(0);

  private final ChannelValues scales;
  private final ChannelValues biases;

  /** A dequantisation as the file describes it. */
  public Dequantize(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.scales = ChannelValues.read(weights, SCALE_DATA_SIZE.get(spec));
    this.biases = ChannelValues.read(weights, BIAS_DATA_SIZE.get(spec));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int channels = ChannelValues.channels(bottom);
    if (bottom.type() != Mat.Type.INT32 || !scales.fit(channels) || !biases.fit(channels)) {
      throw badBottom(
          0,
          bottom,
          "int32, with more than one scale "
              + scales.describe()
              + ", with more than one bias "
              + biases.describe());
    }
    Mat top = workspace.floatsLike(bottom);
    int[] sums = bottom.ints();
    float[] reals = top.floats();
    int size = bottom.size() / channels;
    for (int q = 0; q < channels; q++) {
      float scale = scales.of(q);
      float bias = biases.of(q);
      for (int i = q * size; i < (q + 1) * size; i++) {
        reals[i] = sums[i] * scale + bias;
      }
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return scales.bytes() + biases.bytes();
  }
}
