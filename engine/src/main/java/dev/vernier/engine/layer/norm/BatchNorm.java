package dev.vernier.engine.layer.norm;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.StoredLayer;
import dev.vernier.engine.io.StoredWeight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * ncnn's BatchNorm: (x − mean) / √(variance + eps)·slope + bias, with trained values a channel.
 *
 * <p>A channel is an element of (w), a row of (w, h), a channel of (w, h, c) and (w, h, d, c).
 */
public final class BatchNorm extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of channels. */
  static final IntParam CHANNELS = IntParam.of(0, "channels").atLeast(1);

  /** Added to the variance. */
  static final FloatParam EPS = FloatParam.of(1, "eps");

  /** What ncnn divides by where the deviation is 0. */
  private static final float LEAST_DEVIATION = 0.0001f;

  /** Places among the stored weights. */
  private static final int SLOPE = 0;

  private static final int BIAS = 3;

  private final float[] scale;
  private final float[] shift;

  /** A normalisation as the file describes it. */
  public BatchNorm(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    int channels = CHANNELS.get(spec);
    float eps = EPS.get(spec);
    float[] slope = weights.raw(channels);
    float[] mean = weights.raw(channels);
    float[] variance = weights.raw(channels);
    float[] bias = weights.raw(channels);
    this.scale = new float[channels];
    this.shift = new float[channels];
    for (int i = 0; i < channels; i++) {
      float deviation = (float) Math.sqrt(variance[i] + eps);
      if (deviation == 0f) {
        deviation = LEAST_DEVIATION;
      }
      scale[i] = slope[i] / deviation;
      shift[i] = bias[i] - slope[i] * mean[i] / deviation;
    }
  }

  /** What each channel is multiplied by, a copy. */
  public float[] factors() {
    return scale.clone();
  }

  /** What is then added to each channel, a copy. */
  public float[] shifts() {
    return shift.clone();
  }

  /** A stored normalisation whose top is multiplied and added to as well, a number a channel. */
  public static StoredLayer scaled(StoredLayer norm, float[] factors, float[] shifts) {
    List<StoredWeight> weights = new ArrayList<>(norm.weights());
    float[] slope = weights.get(SLOPE).weight().toFloats().clone();
    float[] bias = weights.get(BIAS).weight().toFloats().clone();
    for (int i = 0; i < slope.length; i++) {
      slope[i] *= factors[i];
      bias[i] = bias[i] * factors[i] + shifts[i];
    }
    weights.set(SLOPE, StoredWeight.raw(slope));
    weights.set(BIAS, StoredWeight.raw(bias));
    return new StoredLayer(norm.spec(), weights);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int channels =
        switch (bottom.dims()) {
          case 1 -> bottom.w();
          case 2 -> bottom.h();
          default -> bottom.c();
        };
    if (bottom.type() != Mat.Type.FLOAT32 || channels != scale.length) {
      throw badBottom(0, bottom, "float32 of " + scale.length + " channels");
    }
    Mat top = workspace.inPlace(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    if (bottom.dims() == 1) {
      BinaryKernels binary = workspace.kernels().binary();
      binary.apply(BinaryOperation.MUL, src, 0, scale, 0, dst, 0, channels);
      binary.apply(BinaryOperation.ADD, dst, 0, shift, 0, dst, 0, channels);
    } else {
      UnaryKernels unary = workspace.kernels().unary();
      int size = bottom.size() / channels;
      for (int q = 0; q < channels; q++) {
        unary.scaleShift(scale[q], shift[q], src, q * size, dst, q * size, size);
      }
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return (long) Float.BYTES * (scale.length + shift.length);
  }
}
