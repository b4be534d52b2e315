package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's ConvolutionDepthWise3D: (w, h, d, c) to (outw, outh, outd, num_output) in groups.
 *
 * <p>Channels fall into {@code group} equal runs, each convolved by itself.
 */
public final class ConvolutionDepthWise3D extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A grouped three-dimensional convolution as the file describes it. */
  public ConvolutionDepthWise3D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 3, TrainedWeights.GROUP.get(spec));
  }
}
