package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * Convolution of every channel by itself, by {@link DepthwiseWindows} where the window is one of
 * those written out there, otherwise by {@link DepthwiseTaps}.
 */
final class DepthwiseProduct {
  private final ConvolutionShape shape;
  private final DepthwiseWindows windows;
  private final DepthwiseTaps taps;

  /**
   * A convolution with one in channel and one or more out channels a group.
   *
   * @param start what each out channel's sums start from
   * @param finish what becomes of them, a row an out channel
   */
  DepthwiseProduct(ConvolutionShape shape, float[] weights, float[] start, TileFinish finish) {
    this.shape = shape;
    this.windows =
        DepthwiseWindows.suits(shape) ? new DepthwiseWindows(shape, weights, start, finish) : null;
    this.taps = new DepthwiseTaps(shape, weights, start, finish);
  }

  /** Convolves one image of channels of w x h elements. */
  void run(
      RowSource src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    if (windows != null && padValue == 0f && padTop < shape.kernelH()) {
      windows.run(src, w, h, padLeft, padTop, dst, outW, outH, scratch);
    } else {
      ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW);
      taps.run(phases, src, dst, outW, outH, scratch);
    }
  }
}
