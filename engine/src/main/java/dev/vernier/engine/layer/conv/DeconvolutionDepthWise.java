package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's DeconvolutionDepthWise, a transposed convolution in groups: (w, h, c) to (outw, outh,
 * num_output); sizes as {@link Deconvolution}.
 */
public final class DeconvolutionDepthWise extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A grouped transposed convolution as the file describes it. */
  public DeconvolutionDepthWise(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 2, TrainedWeights.GROUP.get(spec));
  }
}
