package dev.vernier.engine.kernel;

/** A convolution bound to its int8 weights and scales. Immutable and thread-safe. */
public interface Int8ConvolutionKernel {

  /**
   * Convolves one image; the input is padded as by {@link ConvolutionKernel#run}.
   *
   * @param src input (w, h, inChannels) from index 0
   * @param padValue an integer: what is around the quantised input
   * @param dst output (outW, outH, outChannels) from index 0
   */
  void run(
      Int8Blob src,
      int w,
      int h,
      int padLeft,
      int padTop,
      byte padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch);
}
