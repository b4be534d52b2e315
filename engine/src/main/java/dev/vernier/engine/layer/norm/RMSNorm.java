package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's RMSNorm: x / √(mean of x² + eps) over the elements of a group, then times gamma element by
 * element.
 *
 * <p>A group is a row of (w) and (w, h). In (w, h, c) and (w, h, d, c) affine_size says what it is:
 * a row (w), a plane of four dimensions (w·h), otherwise a whole channel.
 */
public final class RMSNorm extends Layer {
  private static final long serialVersionUID = 1L;

  /** Elements of a group, and of gamma. */
  static final IntParam AFFINE_SIZE = IntParam.of(0, "affine_size").atLeast(0);

  /** Added to the mean square. */
  static final FloatParam EPS = FloatParam.of(1, "eps").defaultsTo(0.001f);

  /** Other than 0 where there is gamma. */
  static final IntParam AFFINE = IntParam.of(2, "affine").defaultsTo(1);

  private final int affineSize;
  private final float eps;
  private final float[] gamma;

  /** A normalisation as the file describes it. */
  public RMSNorm(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    boolean affine = AFFINE.get(spec) != 0;
    this.affineSize = (affine ? AFFINE_SIZE.atLeast(1) : AFFINE_SIZE).get(spec);
    this.eps = EPS.get(spec);
    this.gamma = affine ? weights.raw(affineSize) : null;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int group = group(bottom);
    if (bottom.type() != Mat.Type.FLOAT32 || (gamma != null && group != affineSize)) {
      throw badBottom(0, bottom, "float32 in groups of " + affineSize + " elements");
    }
    Mat top = workspace.inPlace(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    int groups = bottom.size() / group;
    Kernels kernels = workspace.kernels();
    for (int g = 0; g < groups; g++) {
      int at = g * group;
      float square = kernels.norm().squares(src, at, group, 0f) / group;
      float scale = (float) (1 / Math.sqrt(square + eps));
      kernels.unary().scaleShift(scale, 0f, src, at, dst, at, group);
      if (gamma != null) {
        kernels.binary().apply(BinaryOperation.MUL, dst, at, gamma, 0, dst, at, group);
      }
    }
    tops[0] = top;
  }

  private int group(Mat bottom) {
    if (bottom.dims() <= 2 || affineSize == bottom.w()) {
      return bottom.w();
    }
    int plane = bottom.w() * bottom.h();
    return affineSize == plane ? plane : bottom.channelSize();
  }

  @Override
  public long weightBytes() {
    return gamma == null ? 0 : (long) Float.BYTES * gamma.length;
  }
}
