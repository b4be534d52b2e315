package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Deconvolution3D, a transposed convolution: (w, h, d, c) to (outw, outh, outd, num_output);
 * sizes as {@link Deconvolution}.
 */
public final class Deconvolution3D extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A three-dimensional transposed convolution as the file describes it. */
  public Deconvolution3D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 3, 1);
  }
}
