package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Bias: a trained number a channel, added to it. A blob of one or two dimensions is a single
 * channel.
 */
public final class Bias extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of channels. */
  static final IntParam BIAS_DATA_SIZE = IntParam.of(0, "bias_data_size").atLeast(1);

  private final float[] bias;

  /** A bias as the file describes it. */
  public Bias(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.bias = weights.raw(BIAS_DATA_SIZE.get(spec));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.c() > bias.length) {
      throw badBottom(0, bottom, "float32 of at most " + bias.length + " channels");
    }
    Mat top = workspace.inPlace(bottom);
    UnaryKernels unary = workspace.kernels().unary();
    int size = bottom.channelSize();
    for (int q = 0; q < bottom.c(); q++) {
      unary.scaleShift(1f, bias[q], bottom.floats(), q * size, top.floats(), q * size, size);
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return (long) Float.BYTES * bias.length;
  }
}
