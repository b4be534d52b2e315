package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Deconvolution, a transposed convolution: (w, h, c) to (outw, outh, num_output).
 *
 * <p>The whole image is (w − 1)·stride_w + dilation_w·(kernel_w − 1) + 1 + output_pad_right wide,
 * likewise high; the pads, or what passes output_w and output_h under "same" padding, are cut off.
 */
public final class Deconvolution extends DeconvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A transposed convolution as the file describes it. */
  public Deconvolution(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 2, 1);
  }
}
