package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's DeconvolutionDepthWise1D, a transposed convolution in groups: (w, h) to (outw,
 * num_output), the h rows being the channels; sizes as {@link Deconvolution}.
 */
public final class DeconvolutionDepthWise1D extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A grouped one-dimensional transposed convolution as the file describes it. */
  public DeconvolutionDepthWise1D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1, TrainedWeights.GROUP.get(spec));
  }
}
