package dev.vernier.engine.quant;

import dev.vernier.engine.kernel.KernelProvider;
import java.util.Arrays;

/**
 * Scales of a layer's weights: one an output channel, or one a group for depthwise convolution.
 * Each is the largest quantised magnitude, 127 or 31, divided by the channel's threshold, which is
 * its absmax or, for ACIQ, the Gaussian clip.
 */
public final class WeightScales {

  /** Bits of a quantised weight. */
  public static final int BITS = 8;

  /** Bits of a quantised weight where ncnn's int8 Winograd transform needs two bits of room. */
  public static final int WINOGRAD_BITS = 6;

  private final float[] scales;
  private final int[] zeroChannels;

  private WeightScales(float[] scales, int[] zeroChannels) {
    this.scales = scales;
    this.zeroChannels = zeroChannels;
  }

  /**
   * Bits of a weight of a Convolution: 6 for 3 × 3 with stride 1 and dilation 1, else 8.
   * ConvolutionDepthWise and InnerProduct always have 8.
   */
  public static int convolutionBits(
      int kernelW, int kernelH, int dilationW, int dilationH, int strideW, int strideH) {
    boolean winograd =
        kernelW == 3
            && kernelH == 3
            && dilationW == 1
            && dilationH == 1
            && strideW == 1
            && strideH == 1;
    return winograd ? WINOGRAD_BITS : BITS;
  }

  /**
   * The scales of weights that are {@code count} equal runs one after the other. A run that is all
   * zeros, empty, or so small that its scale overflows gets scale 1, where ncnn2table prints {@code
   * inf}.
   *
   * @throws IllegalArgumentException if the weights do not fall into equal runs, or one is not
   *     finite
   */
  public static WeightScales of(float[] weights, int count, int bits, CalibrationMethod method) {
    if (count < 1 || weights.length % count != 0) {
      throw new IllegalArgumentException(
          weights.length + " weights do not fall into " + count + " channels of equal size");
    }
    if (bits != BITS && bits != WINOGRAD_BITS) {
      throw new IllegalArgumentException(
          "weights of " + bits + " bits, must be " + BITS + " or " + WINOGRAD_BITS);
    }
    int size = weights.length / count;
    float largest = (1 << (bits - 1)) - 1;
    float[] scales = new float[count];
    int[] zeroChannels = new int[count];
    int zeros = 0;
    for (int channel = 0; channel < count; channel++) {
      float absMax = absMax(weights, channel, size);
      float scale = largest / method.weightThreshold(absMax, size, bits);
      if (Float.isInfinite(scale)) {
        scale = 1f;
        zeroChannels[zeros++] = channel;
      }
      scales[channel] = scale;
    }
    return new WeightScales(scales, Arrays.copyOf(zeroChannels, zeros));
  }

  private static float absMax(float[] weights, int channel, int size) {
    float absMax =
        KernelProvider.SCALAR.kernels().statistics().absMax(weights, channel * size, size);
    if (!Float.isFinite(absMax)) {
      int at = channel * size;
      while (Float.isFinite(weights[at])) {
        at++;
      }
      throw new IllegalArgumentException(
          "weight "
              + (at - channel * size)
              + " of channel "
              + channel
              + " is "
              + weights[at]
              + ", must be finite");
    }
    return absMax;
  }

  /** A copy of the scales, in the order of channels. */
  public float[] scales() {
    return scales.clone();
  }

  /** Channels without a weight that differs from zero, whose scale is 1; for a warning. */
  public int[] zeroChannels() {
    return zeroChannels.clone();
  }
}
