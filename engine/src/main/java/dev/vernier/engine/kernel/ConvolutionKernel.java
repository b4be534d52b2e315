package dev.vernier.engine.kernel;

import java.util.function.Supplier;

/** A convolution bound to its weights, bias and activation. Immutable and thread-safe. */
public interface ConvolutionKernel {

  /**
   * Convolves one image. The input is seen as if it had {@code padLeft} columns before and {@code
   * padTop} rows above it, and enough behind it, all of {@code padValue}.
   *
   * @param src input (w, h, inChannels) from index 0
   * @param dst output (outW, outH, outChannels) from index 0; not the same array as src
   */
  void run(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int outH,
      Scratch scratch);

  /**
   * Gives the very weights that the kernel was made of, in their order and a new array, if it holds
   * none but an order of its own; otherwise null.
   */
  default Supplier<float[]> weights() {
    return null;
  }

  /**
   * The same convolution of {@link Kernels#lanes} images at once, whose elements lie side by side:
   * element i of image s at i · lanes + s. Widths stay those of one image. Null where there is
   * none.
   */
  default ConvolutionKernel inLanes() {
    return null;
  }

  /** The same convolution of images whose channels lie side by side. Null where there is none. */
  default PackedConvolution packed() {
    return null;
  }
}
