package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's MVN: x − mean, optionally over (deviation + eps), of each channel or of the whole blob.
 *
 * <p>Gives (w, h, c), or (w, h, d, c) from four dimensions.
 */
public final class MVN extends Layer {
  private static final long serialVersionUID = 1L;

  /** Other than 0 to divide by the deviation. */
  static final IntParam NORMALIZE_VARIANCE = IntParam.of(0, "normalize_variance");

  /** Other than 0 to take mean and deviation of the whole blob. */
  static final IntParam ACROSS_CHANNELS = IntParam.of(1, "across_channels");

  /** Added to the deviation. */
  static final FloatParam EPS = FloatParam.of(2, "eps").defaultsTo(0.0001f);

  private final boolean variance;
  private final boolean acrossChannels;
  private final float eps;

  /** A normalisation as the file describes it. */
  public MVN(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.variance = NORMALIZE_VARIANCE.get(spec) != 0;
    this.acrossChannels = ACROSS_CHANNELS.get(spec) != 0;
    this.eps = EPS.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    Mat top = workspace.inPlace(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int groups = acrossChannels ? 1 : bottom.c();
    int group = bottom.size() / groups;
    Kernels kernels = workspace.kernels();
    for (int g = 0; g < groups; g++) {
      int at = g * group;
      float mean = kernels.pooling().sum(src, at, group) / group;
      kernels.unary().scaleShift(1f, -mean, src, at, dst, at, group);
      if (variance) {
        float deviation = (float) Math.sqrt(kernels.norm().squares(dst, at, group, 0f) / group);
        kernels.unary().scaleShift(1 / (deviation + eps), 0f, dst, at, dst, at, group);
      }
    }
    int dims = Math.max(bottom.dims(), 3);
    tops[0] = top.reshaped(dims, bottom.w(), bottom.h(), bottom.d(), bottom.c());
  }
}
