package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's DeconvolutionDepthWise3D, a transposed convolution in groups: (w, h, d, c) to (outw, outh,
 * outd, num_output); sizes as {@link Deconvolution}.
 */
public final class DeconvolutionDepthWise3D extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A grouped three-dimensional transposed convolution as the file describes it. */
  public DeconvolutionDepthWise3D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 3, TrainedWeights.GROUP.get(spec));
  }
}
