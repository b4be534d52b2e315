package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;

/**
 * ncnn's Normalize: x over the Euclidean norm of the blob, of its channel or of its position, times
 * a trained scale.
 */
public final class Normalize extends Layer {
  private static final long serialVersionUID = 1L;

  /** Other than 0 where the norm is taken over the positions of a channel. */
  static final IntParam ACROSS_SPATIAL = IntParam.of(0, "across_spatial");

  /** Other than 0 where all channels share the first scale. */
  static final IntParam CHANNEL_SHARED = IntParam.of(1, "channel_shared");

  /** Keeps the divisor from 0; see {@link #EPS_MODE}. */
  static final FloatParam EPS = FloatParam.of(2, "eps").defaultsTo(0.0001f);

  /** Number of scales. */
  static final IntParam SCALE_DATA_SIZE = IntParam.of(3, "scale_data_size").atLeast(1);

  /** Other than 0 where the norm is taken over the channels. */
  static final IntParam ACROSS_CHANNEL = IntParam.of(4, "across_channel").defaultsTo(1);

  /** The divisor: 0 √(sum + eps), 1 max(√sum, eps), 2 √max(sum, eps). */
  static final IntParam EPS_MODE = IntParam.of(9, "eps_mode").atLeast(0).atMost(2);

  private final boolean acrossSpatial;
  private final boolean acrossChannel;
  private final boolean shared;
  private final float eps;
  private final int epsMode;
  private final float[] scales;

  /** A normalisation as the file describes it. */
  public Normalize(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.acrossSpatial = ACROSS_SPATIAL.get(spec) != 0;
    this.acrossChannel = ACROSS_CHANNEL.get(spec) != 0;
    this.shared = CHANNEL_SHARED.get(spec) != 0;
    this.eps = EPS.get(spec);
    this.epsMode = EPS_MODE.get(spec);
    this.scales = weights.raw(SCALE_DATA_SIZE.get(spec));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || (!shared && bottom.c() > scales.length)) {
      throw badBottom(
          0, bottom, shared ? "float32" : "float32 of at most " + scales.length + " channels");
    }
    if (acrossSpatial) {
      Mat top = workspace.inPlace(bottom);
      overPositions(bottom, top, workspace.kernels());
      tops[0] = top;
    } else if (acrossChannel) {
      Mat top = workspace.inPlace(bottom);
      overChannels(bottom, top, workspace);
      tops[0] = top;
    } else {
      // Nothing to take a norm of: ncnn leaves the blob alone, scales included.
      tops[0] = bottom;
    }
  }

  private void overPositions(Mat bottom, Mat top, Kernels kernels) {
    int size = bottom.channelSize();
    float[] src = bottom.floats();
    float[] dst = top.floats();
    float whole =
        acrossChannel ? inverse(kernels.norm().squares(src, 0, bottom.size(), 0f)) : Float.NaN;
    for (int q = 0; q < bottom.c(); q++) {
      int at = q * size;
      float factor = acrossChannel ? whole : inverse(kernels.norm().squares(src, at, size, 0f));
      kernels.unary().scaleShift(factor * scale(q), 0f, src, at, dst, at, size);
    }
  }

  private void overChannels(Mat bottom, Mat top, Workspace workspace) {
    int size = bottom.channelSize();
    float[] src = bottom.floats();
    float[] dst = top.floats();
    float[] factors = workspace.scratch(Scratch.LAYER_SLOT, size);
    Arrays.fill(factors, 0, size, 0f);
    for (int q = 0; q < bottom.c(); q++) {
      int at = q * size;
      for (int i = 0; i < size; i++) {
        float x = src[at + i];
        factors[i] += x * x;
      }
    }
    for (int i = 0; i < size; i++) {
      factors[i] = inverse(factors[i]);
    }
    Kernels kernels = workspace.kernels();
    for (int q = 0; q < bottom.c(); q++) {
      int at = q * size;
      kernels.binary().apply(BinaryOperation.MUL, src, at, factors, 0, dst, at, size);
      kernels.unary().scaleShift(scale(q), 0f, dst, at, dst, at, size);
    }
  }

  private float scale(int channel) {
    return scales[shared ? 0 : channel];
  }

  private float inverse(float squares) {
    double divisor =
        switch (epsMode) {
          case 0 -> Math.sqrt(squares + eps);
          case 1 -> Math.max(Math.sqrt(squares), eps);
          default -> Math.sqrt(Math.max(squares, eps));
        };
    return (float) (1 / divisor);
  }

  @Override
  public long weightBytes() {
    return (long) Float.BYTES * scales.length;
  }
}
