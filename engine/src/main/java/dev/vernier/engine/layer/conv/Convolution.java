package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's Convolution: (w, h, c) to (outw, outh, num_output), fp32 or int8.
 *
 * <p>outw = (w + pads − dilation_w·(kernel_w − 1) − 1) / stride_w + 1, likewise outh. A 1 × 1
 * convolution of a bottom of shape (c) is a fully connected layer and gives (num_output).
 */
public final class Convolution extends QuantizableConvolution {
  private static final long serialVersionUID = 1L;

  /** A convolution as the file describes it. */
  public Convolution(LayerSpec spec, WeightSource weights) {
    super(spec, weights, 1);
  }

  private Convolution(Convolution other, Activation activation) {
    super(other, activation);
  }

  @Override
  Convolution with(Activation activation) {
    return new Convolution(this, activation);
  }

  @Override
  int int8Scales(int scaleTerm) {
    return outputs();
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
    boolean winograd = isWinograd(window.w()) && isWinograd(window.h());
    return winograd ? 6 : 8;
  }

  private static boolean isWinograd(WindowAxis axis) {
    return axis.kernel() == 3 && axis.dilation() == 1 && axis.stride() == 1;
  }
}
