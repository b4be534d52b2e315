package dev.vernier.engine.layer.conv;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.layer.Workspace;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A convolution in integers: int32 sums of int8 products, then scaled back, biased and activated,
 * and quantised again where the output is int8.
 */
final class Int8Convolution implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ConvolutionShape shape;
  private final Int8Form form;
  private final float[] bias;
  private final Activation activation;

  /**
   * A convolution bound to its quantised weights.
   *
   * @param bias a value an out channel, or null for none
   */
  Int8Convolution(ConvolutionShape shape, Int8Form form, float[] bias, Activation activation) {
    this.shape = shape;
    this.form = form;
    this.bias = bias;
    this.activation = activation;
  }

  /**
   * Convolves one image.
   *
   * @param bottom FLOAT32 or INT8 (w, h, 1, inChannels)
   * @param top of {@link Int8Form#topType}, outW × outH × outChannels elements
   */
  void run(
      Mat bottom, ConvolutionWindow.Placement at, float padValue, Mat top, Workspace workspace) {
    int outW = at.w().count();
    int outH = at.h().count();
    int paddedW = (outW - 1) * shape.strideW() + shape.extentW();
    int paddedH = (outH - 1) * shape.strideH() + shape.extentH();
    byte[] padded =
        pad(form.quantize(bottom), bottom.w(), bottom.h(), at, paddedW, paddedH, padValue);
    int plane = outW * outH;
    float[] reals = form.requantizes() ? new float[top.size()] : top.floats();
    int[] sums = new int[plane];
    for (int p = 0; p < shape.outChannels(); p++) {
      Arrays.fill(sums, 0);
      accumulate(p, padded, paddedW, paddedH, sums, outW);
      float unit = form.unit(p);
      float shift = bias == null ? 0f : bias[p];
      for (int i = 0; i < plane; i++) {
        reals[p * plane + i] = sums[i] * unit + shift;
      }
    }
    workspace.kernels().unary().activate(activation, reals, 0, reals, 0, top.size());
    if (form.requantizes()) {
      form.requantize(reals, top);
    }
  }

  private byte[] pad(
      byte[] src,
      int w,
      int h,
      ConvolutionWindow.Placement at,
      int paddedW,
      int paddedH,
      float padValue) {
    byte[] padded = new byte[Mat.sizeOf(paddedW, paddedH, 1, shape.inChannels())];
    if (padValue != 0f) {
      Arrays.fill(padded, (byte) padValue);
    }
    int columns = Math.min(w, paddedW - at.w().pad());
    int rows = Math.min(h, paddedH - at.h().pad());
    for (int q = 0; q < shape.inChannels(); q++) {
      for (int y = 0; y < rows && columns > 0; y++) {
        System.arraycopy(
            src,
            (q * h + y) * w,
            padded,
            (q * paddedH + y + at.h().pad()) * paddedW + at.w().pad(),
            columns);
      }
    }
    return padded;
  }

  private void accumulate(int output, byte[] src, int srcW, int srcH, int[] sums, int outW) {
    int inGroup = shape.inChannels() / shape.groups();
    int firstIn = output / (shape.outChannels() / shape.groups()) * inGroup;
    int outH = sums.length / outW;
    byte[] weights = form.weights();
    int k = output * shape.weightsPerOutput();
    for (int q = firstIn; q < firstIn + inGroup; q++) {
      for (int ky = 0; ky < shape.kernelH(); ky++) {
        for (int kx = 0; kx < shape.kernelW(); kx++) {
          int weight = weights[k++];
          for (int y = 0; y < outH; y++) {
            int row = q * srcH + y * shape.strideH() + ky * shape.dilationH();
            addRow(weight, src, row * srcW + kx * shape.dilationW(), sums, y * outW, outW);
          }
        }
      }
    }
  }

  private void addRow(int weight, byte[] src, int srcAt, int[] sums, int at, int n) {
    int stride = shape.strideW();
    for (int x = 0; x < n; x++) {
      sums[at + x] += weight * src[srcAt + x * stride];
    }
  }
}
