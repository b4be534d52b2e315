package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8ConvolutionKernel;
import dev.vernier.engine.kernel.Int8Kernels;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.UnaryKernels;

/** Convolution of integers step by step: quantised, summed, scaled, activated, quantised again. */
final class ScalarInt8Convolution implements Int8ConvolutionKernel {
  private static final UnaryKernels UNARY = new ScalarUnary();
  private static final Int8Kernels INT8 = new ScalarInt8();
  private static final int WHOLES = 0;
  private static final int SUMS = 1;

  private final ConvolutionShape shape;
  private final Int8Scaling scaling;
  private final ConvolutionKernel sums;

  ScalarInt8Convolution(ConvolutionShape shape, byte[] weights, Int8Scaling scaling) {
    this.shape = shape;
    this.scaling = scaling;
    float[] wholes = new float[weights.length];
    INT8.widen(weights, 0, wholes, 0, wholes.length);
    this.sums = new ScalarConvolution(shape, wholes, null, Activation.NONE);
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
    int count = w * h * shape.inChannels();
    int plane = outW * outH;
    float[] wholes = scratch.scratch(WHOLES, count);
    if (src.integers() == null) {
      INT8.quantize(scaling.bottomScale(), src.reals(), 0, wholes, 0, count);
    } else {
      INT8.widen(src.integers(), 0, wholes, 0, count);
    }
    float[] out =
        dst.reals() == null ? scratch.scratch(SUMS, plane * shape.outChannels()) : dst.reals();
    sums.run(wholes, w, h, padLeft, padTop, padValue, out, outW, outH, scratch);
    for (int p = 0; p < shape.outChannels(); p++) {
      float shift = scaling.bias() == null ? 0f : scaling.bias()[p];
      UNARY.scaleShift(scaling.units()[p], shift, out, p * plane, out, p * plane, plane);
      UNARY.activate(scaling.activation(), out, p * plane, out, p * plane, plane);
    }
    if (dst.integers() != null) {
      int size = plane * shape.outChannels();
      INT8.quantize(scaling.topScale(), out, 0, dst.integers(), 0, size);
    }
  }
}
