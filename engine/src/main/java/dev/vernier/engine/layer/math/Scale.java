package dev.vernier.engine.layer.math;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.BinaryKernels;
import dev.vernier.engine.kernel.BinaryOperation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Scale: x times a number a channel, plus another. A channel is an element of (w), a row of
 * (w, h), a channel of (w, h, c) and (w, h, d, c). The factors are trained or a second bottom,
 * which a second top, where there is one, repeats: ncnn's layer works in place on both.
 */
public final class Scale extends Layer {
  private static final long serialVersionUID = 1L;

  private static final int DYNAMIC = -233;

  /** Number of channels, or −233 where the second bottom holds the factors. */
  static final IntParam SCALE_DATA_SIZE = IntParam.of(0, "scale_data_size");

  /** Whether a trained number is added. */
  static final IntParam BIAS_TERM = IntParam.of(1, "bias_term");

  private final float[] scale;
  private final float[] bias;

  /** A scale as the file describes it. */
  public Scale(LayerSpec spec, WeightSource weights) {
    super(spec);
    int size = SCALE_DATA_SIZE.get(spec);
    boolean biased = BIAS_TERM.get(spec) != 0;
    if (size < 1 && size != DYNAMIC) {
      throw spec.error("scale_data_size is " + size + ", must be at least 1 or " + DYNAMIC);
    }
    if (size == DYNAMIC && biased) {
      throw spec.error("bias_term is set, must be 0 with scale_data_size " + DYNAMIC);
    }
    spec.requireBlobs(size == DYNAMIC ? 2 : 1, size == DYNAMIC && spec.tops().size() == 2 ? 2 : 1);
    this.scale = size == DYNAMIC ? null : weights.raw(size);
    this.bias = biased ? weights.raw(size) : null;
  }

  /** What each channel is multiplied by, a copy; empty where a bottom holds the factors. */
  public float[] factors() {
    return scale == null ? new float[0] : scale.clone();
  }

  /** What is then added to each channel, a copy as long as the factors. */
  public float[] shifts() {
    return bias == null ? new float[factors().length] : bias.clone();
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
    if (bottom.type() != Mat.Type.FLOAT32 || (scale != null && channels != scale.length)) {
      String expected = scale == null ? "float32" : "float32 of " + scale.length + " channels";
      throw badBottom(0, bottom, expected);
    }
    if (scale == null && (bottoms[1].type() != Mat.Type.FLOAT32 || bottoms[1].size() != channels)) {
      throw badBottom(1, bottoms[1], "float32 of " + channels + " elements");
    }
    float[] factors = scale == null ? bottoms[1].floats() : scale;
    Mat top = workspace.inPlace(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    if (bottom.dims() == 1) {
      BinaryKernels binary = workspace.kernels().binary();
      binary.apply(BinaryOperation.MUL, src, 0, factors, 0, dst, 0, channels);
      if (bias != null) {
        binary.apply(BinaryOperation.ADD, dst, 0, bias, 0, dst, 0, channels);
      }
    } else {
      UnaryKernels unary = workspace.kernels().unary();
      int size = bottom.size() / channels;
      for (int q = 0; q < channels; q++) {
        float shift = bias == null ? 0f : bias[q];
        unary.scaleShift(factors[q], shift, src, q * size, dst, q * size, size);
      }
    }
    tops[0] = top;
    if (tops.length == 2) {
      tops[1] = bottoms[1];
    }
  }

  @Override
  public long weightBytes() {
    return scale == null ? 0 : (long) Float.BYTES * (bias == null ? 1 : 2) * scale.length;
  }
}
