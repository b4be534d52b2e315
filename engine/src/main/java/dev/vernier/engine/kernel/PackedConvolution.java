package dev.vernier.engine.kernel;

/**
 * A convolution of images whose channels lie side by side ("packed"): {@link Kernels#lanes}
 * neighbouring channels of a pixel after each other, then those of the next pixel. Immutable and
 * thread-safe.
 */
public interface PackedConvolution {

  /**
   * Whether it is to be preferred for an input and output of these sizes.
   *
   * @param srcPacked whether the input is packed; it is transposed if not
   * @param dstPacked whether the output is wanted packed
   */
  boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked);

  /** Convolves one image, as {@link ConvolutionKernel#run} does. */
  void run(
      float[] src,
      boolean srcPacked,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      boolean dstPacked,
      int outW,
      int outH,
      Scratch scratch);
}
