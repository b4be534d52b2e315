package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Deconvolution1D, a transposed convolution: (w, h) to (outw, num_output), the h rows being
 * the channels; sizes as {@link Deconvolution}.
 */
public final class Deconvolution1D extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A one-dimensional transposed convolution as the file describes it. */
  public Deconvolution1D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1, 1);
  }
}
