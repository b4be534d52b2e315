package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;

/** Convolution of every channel by itself. */
final class VectorDepthwise implements ConvolutionKernel {
  private final DepthwiseProduct product;
  private final LaneDepthwise inLanes;

  /** Null where channels do not fill vectors. */
  private final ChannelDepthwise packed;

  /** A convolution with one in channel and one or more out channels a group. */
  VectorDepthwise(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    float[] start = bias == null ? new float[shape.outChannels()] : bias;
    this.product = new DepthwiseProduct(shape, weights, start, TileFinish.of(activation));
    this.inLanes = new LaneDepthwise(shape, weights, start, activation);
    this.packed =
        ChannelDepthwise.fits(shape)
            ? new ChannelDepthwise(shape, weights, start, activation)
            : null;
  }

  @Override
  public ConvolutionKernel inLanes() {
    return inLanes;
  }

  @Override
  public PackedConvolution packed() {
    return packed;
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
    RowCopy rows = RowCopy.own(src, scratch);
    Int8Blob out = Int8Blob.own(dst, scratch);
    product.run(rows, w, h, padLeft, padTop, padValue, out, outW, outH, scratch);
  }
}
