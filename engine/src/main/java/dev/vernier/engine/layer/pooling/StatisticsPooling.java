package dev.vernier.engine.layer.pooling;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/** ncnn's StatisticsPooling: the mean of each channel, then the deviation of each where asked. */
public final class StatisticsPooling extends Layer {
  private static final long serialVersionUID = 1L;

  /** Other than 0 to give the deviations as well. */
  static final IntParam INCLUDE_STDDEV = IntParam.of(0, "include_stddev");

  private final boolean deviation;

  /** A pooling as the file describes it. */
  public StatisticsPooling(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.deviation = INCLUDE_STDDEV.get(spec) != 0;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32) {
      throw badBottom(0, bottom, "float32");
    }
    int channels = bottom.c();
    int size = bottom.channelSize();
    Mat top = workspace.floats(deviation ? Math.multiplyExact(channels, 2) : channels);
    float[] src = bottom.floats();
    float[] dst = top.floats();
    Kernels kernels = workspace.kernels();
    for (int q = 0; q < channels; q++) {
      float mean = kernels.pooling().sum(src, q * size, size) / size;
      dst[q] = mean;
      if (deviation) {
        float squares = kernels.norm().squares(src, q * size, size, mean);
        dst[channels + q] = (float) Math.sqrt(squares / size);
      }
    }
    tops[0] = top;
  }
}
