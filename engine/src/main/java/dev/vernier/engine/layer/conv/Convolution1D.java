package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Convolution1D: (w, h) to (outw, num_output), the h rows being the channels.
 *
 * <p>outw = (w + pads − dilation_w·(kernel_w − 1) − 1) / stride_w + 1.
 */
public final class Convolution1D extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A one-dimensional convolution as the file describes it. */
  public Convolution1D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1, 1);
  }
}
