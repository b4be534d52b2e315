package dev.vernier.engine.layer.activation;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.UnaryKernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's PReLU: x where it is not negative, otherwise slope·x, with one slope for all or one a
 * channel: an element of (w), a row of (w, h), a channel of (w, h, c) and (w, h, d, c).
 */
public final class PReLU extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of slopes: 1 for all channels, otherwise that of the channels. */
  static final IntParam NUM_SLOPE = IntParam.of(0, "num_slope").atLeast(1);

  private final float[] slopes;

  /** A rectifier as the file describes it. */
  public PReLU(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.slopes = weights.raw(NUM_SLOPE.get(spec));
  }

  /** The ReLU that does the same; null where channels have slopes of their own. */
  public LayerSpec asReLU() {
    LayerSpec spec = spec();
    if (slopes.length > 1) {
      return null;
    }
    LayerSpec relu =
        new LayerSpec(
            "ReLU", spec.name(), spec.bottoms(), spec.tops(), ParamDict.EMPTY, spec.origin());
    return relu.withParams(relu.params().with(ReLU.SLOPE.id(), slopes[0]));
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
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    if (slopes.length > 1 && channels != slopes.length) {
      throw badBottom(0, bottom, "float32 of " + slopes.length + " channels");
    }
    Mat top = workspace.inPlace(bottom);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    if (slopes.length > 1 && bottom.dims() == 1) {
      for (int i = 0; i < channels; i++) {
        dst[i] = src[i] < 0f ? src[i] * slopes[i] : src[i];
      }
    } else {
      UnaryKernels unary = workspace.kernels().unary();
      int size = bottom.size() / slopes.length;
      for (int q = 0; q < slopes.length; q++) {
        Activation leaky = new Activation(Activation.Kind.LEAKY_RELU, slopes[q], 0f);
        unary.activate(leaky, src, q * size, dst, q * size, size);
      }
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return (long) Float.BYTES * slopes.length;
  }

  @Override
  public boolean forwardLanes(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    if (bottoms[0].dims() == 1) {
      return false;
    }
    forward(bottoms, tops, workspace);
    return true;
  }
}
