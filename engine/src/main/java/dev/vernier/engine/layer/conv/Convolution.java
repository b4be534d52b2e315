package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Convolution: (w, h, c) to (outw, outh, num_output), fp32 or int8.
 *
 * <p>outw = (w + pads − dilation_w·(kernel_w − 1) − 1) / stride_w + 1, likewise outh. A 1 × 1
 * convolution of a bottom of shape (c) is a fully connected layer and gives (num_output).
 */
public final class Convolution extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** A convolution as the file describes it. */
  public Convolution(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1);
  }

  @Override
  int int8Scales(int scaleTerm) {
    return NUM_OUTPUT.get(spec());
  }

  @Override
  boolean takesVectors() {
    return true;
  }

  @Override
  public int scaleCount() {
    return outputs();
  }

  @Override
  public int int8Term() {
    return 2;
  }

  /** 6 for 3 × 3 with stride and dilation 1, as ncnn2table has it, otherwise 8. */
  @Override
  public int weightBits() {
    ConvolutionWindow window = window();
    boolean winograd =
        window.kernelW() == 3
            && window.kernelH() == 3
            && window.dilationW() == 1
            && window.dilationH() == 1
            && window.strideW() == 1
            && window.strideH() == 1;
    return winograd ? 6 : 8;
  }
}
