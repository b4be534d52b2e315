package dev.vernier.engine.layer.conv;

import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import java.util.Optional;

/**
 * A convolution written as the fully connected layer that it is when its bottom is a vector: the
 * weights are the same numbers in the same order.
 *
 * <p>ncnn runs a 1 × 1 Convolution of a vector as fully connected in fp32, but takes the vector for
 * an image in int8; as an InnerProduct it is right in both.
 */
public final class FullyConnected {
  private static final String TYPE = "InnerProduct";

  private FullyConnected() {}

  /** The InnerProduct that does what a 1 × 1 Convolution does to a vector; empty for any other. */
  public static Optional<LayerSpec> of(Layer layer) {
    if (!(layer instanceof Convolution convolution) || convolution.scaleCount() == 0) {
      return Optional.empty();
    }
    LayerSpec spec = layer.spec();
    ConvolutionWindow window = convolution.window();
    if (window.kernelSize() != 1 || ConvolutionLayer.INT8_SCALE_TERM.get(spec) != 0) {
      return Optional.empty();
    }
    LayerSpec connected =
        new LayerSpec(
            TYPE, spec.name(), spec.bottoms(), spec.tops(), ParamDict.EMPTY, spec.origin());
    connected = InnerProduct.NUM_OUTPUT.set(connected, ConvolutionLayer.NUM_OUTPUT.get(spec));
    connected = InnerProduct.BIAS_TERM.set(connected, ConvolutionLayer.BIAS_TERM.get(spec));
    connected =
        InnerProduct.WEIGHT_DATA_SIZE.set(connected, ConvolutionLayer.WEIGHT_DATA_SIZE.get(spec));
    return Optional.of(FusedActivation.copy(spec, connected));
  }
}
