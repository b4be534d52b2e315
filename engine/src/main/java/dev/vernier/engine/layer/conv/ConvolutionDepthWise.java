package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.layer.LayerSpec;

/**
 * ncnn's ConvolutionDepthWise: (w, h, c) to (outw, outh, num_output) in groups, fp32 or int8.
 *
 * <p>Channels fall into {@code group} equal runs, each convolved by itself; with group equal to c
 * and num_output every channel has one kernel.
 */
public final class ConvolutionDepthWise extends QuantizableConvolution {
  private static final long serialVersionUID = 1L;

  /** A grouped convolution as the file describes it. */
  public ConvolutionDepthWise(LayerSpec spec, WeightSource weights) {
    super(spec, weights, TrainedWeights.GROUP.get(spec));
  }

  private ConvolutionDepthWise(ConvolutionDepthWise other, Activation activation) {
    super(other, activation);
  }

  @Override
  ConvolutionDepthWise with(Activation activation) {
    return new ConvolutionDepthWise(this, activation);
  }

  @Override
  int int8Scales(int scaleTerm) {
    return switch (scaleTerm) {
      case 1, 101 -> groups();
      case 2, 102 -> 1;
      default ->
          throw spec().error("int8_scale_term is " + scaleTerm + ", must be 0, 1, 2, 101 or 102");
    };
  }

  @Override
  boolean takesVectors() {
    return false;
  }

  @Override
  public int scaleCount() {
    return outputs() == 0 ? 0 : groups();
  }

  @Override
  public int int8Term() {
    return 1;
  }

  @Override
  public int weightBits() {
    return 8;
  }
}
