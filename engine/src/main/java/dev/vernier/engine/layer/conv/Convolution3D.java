package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Convolution3D: (w, h, d, c) to (outw, outh, outd, num_output).
 *
 * <p>outw = (w + pads − dilation_w·(kernel_w − 1) − 1) / stride_w + 1, likewise outh and outd.
 */
public final class Convolution3D extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A three-dimensional convolution as the file describes it. */
  public Convolution3D(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 3, 1);
  }
}
