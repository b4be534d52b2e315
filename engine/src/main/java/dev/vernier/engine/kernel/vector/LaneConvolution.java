package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;

import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Scratch;

/**
 * {@link VectorConvolution} of a vector of images. Every pixel fills a vector, whatever the image's
 * size and the window's stride, and a weight that was read serves all images.
 */
final class LaneConvolution implements ConvolutionKernel {
  private final ConvolutionShape shape;
  private final VectorConvolution one;
  private final WindowProduct windows;

  LaneConvolution(ConvolutionShape shape, VectorConvolution one, WindowProduct windows) {
    this.shape = shape;
    this.one = one;
    this.windows = windows;
  }

  @Override
  public void run(
      float[] src,
      int w,
      int h,
      int padLeft,
      int padTop,
      float padValue,
      float[] dst,
      int outW,
      int outH,
      Scratch scratch) {
    VectorConvolution cut = one.cut(h, padTop, padValue, outH);
    if (cut != one) {
      cut.inLanes().run(src, w, h, padLeft, 0, padValue, dst, outW, outH, scratch);
    } else if (WindowProduct.isPointwise(shape)
        && w == outW
        && h == outH
        && padLeft + padTop == 0) {
      one.pointwise(src, dst, w * h * LANES, scratch);
    } else if (LaneWinograd.isFaster(shape, outW, outH)) {
      one.laneWinograd().run(src, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
    } else {
      ChannelPhases phases = new ChannelPhases(shape, w, h, padLeft, padTop, padValue, outW, LANES);
      Int8Blob out = new Int8Blob(dst, null);
      windows.run(phases, new LaneRows(src), out, outW * LANES, outH, scratch);
    }
  }
}
