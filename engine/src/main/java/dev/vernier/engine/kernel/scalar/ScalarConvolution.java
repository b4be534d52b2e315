package dev.vernier.engine.kernel.scalar;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Scratch;

/** Convolution by its definition: a sum in float over the window, one output element at a time. */
final class ScalarConvolution implements ConvolutionKernel {
  private static final ScalarUnary UNARY = new ScalarUnary();

  private final ConvolutionShape shape;
  private final float[] weights;
  private final float[] bias;
  private final Activation activation;

  ScalarConvolution(ConvolutionShape shape, float[] weights, float[] bias, Activation activation) {
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
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
    int outPerGroup = shape.outChannels() / shape.groups();
    int inPerGroup = shape.inChannels() / shape.groups();
    int at = 0;
    for (int p = 0; p < shape.outChannels(); p++) {
      int firstChannel = p / outPerGroup * inPerGroup;
      float start = bias == null ? 0f : bias[p];
      for (int oy = 0; oy < outH; oy++) {
        int top = oy * shape.strideH() - padTop;
        for (int ox = 0; ox < outW; ox++) {
          int left = ox * shape.strideW() - padLeft;
          float sum = start;
          int weight = p * shape.weightsPerOutput();
          for (int q = firstChannel; q < firstChannel + inPerGroup; q++) {
            for (int ky = 0; ky < shape.kernelH(); ky++) {
              int y = top + ky * shape.dilationH();
              boolean rowInside = y >= 0 && y < h;
              int row = (q * h + y) * w;
              for (int kx = 0; kx < shape.kernelW(); kx++) {
                int x = left + kx * shape.dilationW();
                float value = rowInside && x >= 0 && x < w ? src[row + x] : padValue;
                sum += value * weights[weight++];
              }
            }
          }
          dst[at++] = sum;
        }
      }
      UNARY.activate(activation, dst, at - outW * outH, dst, at - outW * outH, outW * outH);
    }
  }
}
