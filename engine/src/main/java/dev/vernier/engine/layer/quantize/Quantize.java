package dev.vernier.engine.layer.quantize;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Quantize: x · scale rounded half away from zero and clamped to ±127, as int8, with one
 * scale for all or one a channel.
 */
public final class Quantize extends Layer {
  private static final long serialVersionUID = 1L;

  /** Number of scales. */
  static final IntParam SCALE_DATA_SIZE =
      IntParam.of(0, "scale_data_size").defaultsTo(1).atLeast(1);

  private final ChannelValues scales;

  /** A quantisation as the file describes it. */
  public Quantize(LayerSpec spec, WeightSource weights) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.scales = ChannelValues.read(weights, SCALE_DATA_SIZE.get(spec));
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    int channels = ChannelValues.channels(bottom);
    if (bottom.type() != Mat.Type.FLOAT32 || !scales.fit(channels)) {
      throw badBottom(0, bottom, "float32, with more than one scale " + scales.describe());
    }
    Mat top =
        workspace.create(
            Mat.Type.INT8, bottom.dims(), bottom.w(), bottom.h(), bottom.d(), bottom.c());
    int size = bottom.size() / channels;
    for (int q = 0; q < channels; q++) {
      int at = q * size;
      workspace.kernels().int8().quantize(scales.of(q), bottom.floats(), at, top.bytes(), at, size);
    }
    tops[0] = top;
  }

  @Override
  public long weightBytes() {
    return scales.bytes();
  }
}
