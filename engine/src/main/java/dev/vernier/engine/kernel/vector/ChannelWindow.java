package dev.vernier.engine.kernel.vector;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.Scratch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A 3 x 3 convolution by {@link ChannelWinograd}, with the tiles that are fastest for an image. */
final class ChannelWindow implements PackedConvolution {
  private final ConvolutionShape shape;
  private final Supplier<float[]> weights;
  private final float[] bias;
  private final Activation activation;

  /** By rows of a tile, made when first needed: transformed weights take up to seven times. */
  private final Map<Integer, ChannelWinograd> kernels = new ConcurrentHashMap<>();

  /** A convolution that {@link ChannelTiles#fits}. */
  ChannelWindow(
      ConvolutionShape shape, Supplier<float[]> weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public boolean suits(int w, int h, int outW, int outH, boolean srcPacked, boolean dstPacked) {
    return tile(outW, outH, srcPacked, dstPacked) > 0;
  }

  private int tile(int outW, int outH, boolean srcPacked, boolean dstPacked) {
    return ChannelTiles.of(shape, outW, outH, (srcPacked ? 0 : 1) + (dstPacked ? 0 : 1));
  }

  @Override
  public void run(
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
      Scratch scratch) {
    int tile = tile(outW, outH, srcPacked, dstPacked);
    ChannelWinograd kernel = kernels.get(tile);
    if (kernel == null) {
      kernel =
          kernels.computeIfAbsent(
              tile, out -> new ChannelWinograd(shape, out, weights.get(), bias, activation));
    }
    kernel.run(
        src, srcPacked, w, h, padLeft, padTop, padValue, dst, dstPacked, outW, outH, scratch);
  }
}
