package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's GroupNorm: (x − mean) / √(variance + eps) over groups of channels, then times gamma plus
 * beta channel by channel.
 *
 * <p>A channel is an element of (w), a row of (w, h), a channel of (w, h, c) and (w, h, d, c).
 */
public final class GroupNorm extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of groups that the channels are divided into. */
  static final IntParam GROUP = IntParam.of(0, "group").defaultsTo(1).atLeast(1);

  /** Number of channels. */
  static final IntParam CHANNELS = IntParam.of(1, "channels").atLeast(1);

  /** Added to the variance. */
  static final FloatParam EPS = FloatParam.of(2, "eps").defaultsTo(0.001f);

  /** Other than 0 where there are gamma and beta. */
  static final IntParam AFFINE = IntParam.of(3, "affine").defaultsTo(1);

  private final int group;
  private final int channels;
  private final float eps;
  private final float[] gamma;
  private final float[] beta;

  /** A normalisation as the file describes it. */
  public GroupNorm(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.group = GROUP.get(spec);
    this.channels = CHANNELS.get(spec);
    if (channels % group != 0) {
      throw spec.error("channels is " + channels + ", must be a multiple of group, " + group);
    }
    this.eps = EPS.get(spec);
    boolean affine = AFFINE.get(spec) != 0;
    this.gamma = affine ? weights.raw(channels) : null;
    this.beta = affine ? weights.raw(channels) : null;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int found =
        switch (bottom.dims()) {
          case 1 -> bottom.w();
          case 2 -> bottom.h();
          default -> bottom.c();
        };
    if (bottom.type() != Mat.Type.FLOAT32 || found != channels) {
      throw badBottom(0, bottom, "float32 of " + channels + " channels");
    }
    tops[0] = ChannelGroups.normalize(bottom, group, eps, gamma, beta, workspace);
  }

  @Override
  public long weightBytes() {
    return gamma == null ? 0 : (long) Float.BYTES * (gamma.length + beta.length);
  }
}
