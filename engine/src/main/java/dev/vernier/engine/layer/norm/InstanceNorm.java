package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's InstanceNorm: (x − mean) / √(variance + eps) over each channel, then times gamma plus beta
 * channel by channel; (w) and (w, h) count as one channel.
 */
public final class InstanceNorm extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of channels, read with affine. */
  static final IntParam CHANNELS = IntParam.of(0, "channels");

  /** Added to the variance. */
  static final FloatParam EPS = FloatParam.of(1, "eps").defaultsTo(0.001f);

  /** Other than 0 where there are gamma and beta. */
  static final IntParam AFFINE = IntParam.of(2, "affine").defaultsTo(1);

  private final float eps;
  private final float[] gamma;
  private final float[] beta;

  /** A normalisation as the file describes it. */
  public InstanceNorm(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.eps = EPS.get(spec);
    boolean affine = AFFINE.get(spec) != 0;
    int channels = affine ? CHANNELS.atLeast(1).get(spec) : 0;
    this.gamma = affine ? weights.raw(channels) : null;
    this.beta = affine ? weights.raw(channels) : null;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || (gamma != null && bottom.c() != gamma.length)) {
      throw badBottom(
          0, bottom, gamma == null ? "float32" : "float32 of " + gamma.length + " channels");
    }
    tops[0] = ChannelGroups.normalize(bottom, bottom.c(), eps, gamma, beta, workspace);
  }

  @Override
  public long weightBytes() {
    return gamma == null ? 0 : (long) Float.BYTES * (gamma.length + beta.length);
  }
}
