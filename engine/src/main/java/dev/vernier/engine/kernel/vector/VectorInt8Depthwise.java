package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;

/** Convolution of integers, every channel by itself. */
final class VectorInt8Depthwise implements Int8ConvolutionKernel {
  private final float bottomScale;
  private final DepthwiseProduct product;

  VectorInt8Depthwise(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.bottomScale = scaling.bottomScale();
    int outputs = shape.outChannels();
    this.product =
        new DepthwiseProduct(
            shape,
            VectorInt8.widened(weights),
            new float[outputs],
            TileFinish.of(scaling, 0, outputs, outputs));
  }

  @Override
  public void run(
      Int8Blob src,
      int w,
      int h,
      int padLeft,
      int padTop,
      byte padValue,
      Int8Blob dst,
      int outW,
      int outH,
      Scratch scratch) {
    RowSource source = new Int8Rows(src, bottomScale, w, h, scratch);
    product.run(source, w, h, padLeft, padTop, padValue, dst, outW, outH, scratch);
  }
}
