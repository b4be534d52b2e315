package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tolerances;
import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorConvolutionTest {
  private static final float SENTINEL = 12345f;

  /** One convolution of one image. */
  record Case(
      ConvolutionShape shape,
      int w,
      int h,
      int padLeft,
      int padTop,
      int padRight,
      int padBottom,
      float padValue,
      Activation activation,
      boolean bias,
      int threads) {

    int outW() {
      return (w + padLeft + padRight - shape.extentW()) / shape.strideW() + 1;
    }

    int outH() {
      return (h + padTop + padBottom - shape.extentH()) / shape.strideH() + 1;
    }

    Case padded(int left, int top, int right, int bottom, float value) {
      return new Case(shape, w, h, left, top, right, bottom, value, activation, bias, threads);
    }

    Case with(Activation other) {
      return new Case(
          shape, w, h, padLeft, padTop, padRight, padBottom, padValue, other, !bias, threads);
    }

    Case inParts(int parts) {
      return new Case(
          shape, w, h, padLeft, padTop, padRight, padBottom, padValue, activation, bias, parts);
    }
  }

  static Case square(int in, int out, int kernel, int stride, int dilation, int w, int h) {
    return window(in, out, kernel, kernel, stride, stride, dilation, 1, w, h);
  }

  private static Case window(
      int in, int out, int kw, int kh, int sw, int sh, int dilation, int groups, int w, int h) {
    return new Case(
        new ConvolutionShape(in, out, kw, kh, sw, sh, dilation, dilation, groups),
        w,
        h,
        0,
        0,
        0,
        0,
        0f,
        Activation.NONE,
        true,
        1);
  }

  static List<Case> pointwise() {
    List<Case> cases = new ArrayList<>();
    for (int channels : new int[] {1, 4, 7, 8, 13, 17, 31}) {
      for (int pixels : new int[] {1, 7, 8, 9, 13, 16, 17, 31, 33, 48, 50, 1021}) {
        cases.add(square(channels, 32 - channels, 1, 1, 1, pixels, 1));
        cases.add(square(32 - channels, channels, 1, 1, 1, 5, pixels));
      }
    }
    cases.add(square(600, 19, 1, 1, 1, 9, 9));
    // More channels than a product takes in one go.
    cases.add(square(1100, 19, 1, 1, 1, 9, 9));
    cases.add(square(2100, 37, 1, 1, 1, 13, 11));
    cases.add(square(600, 19, 1, 1, 1, 3, 2));
    // Several groups of panels, and images that leave many lanes of a panel idle.
    cases.add(square(600, 19, 1, 1, 1, 25, 11));
    cases.add(square(40, 37, 1, 1, 1, 61, 41).inParts(2));
    cases.add(square(513, 35, 1, 1, 1, 7, 7));
    cases.add(square(512, 16, 1, 1, 1, 5, 5));
    cases.add(square(5, 70, 1, 2, 1, 37, 11));
    cases.add(square(5, 7, 1, 3, 1, 37, 11).padded(1, 2, 3, 0, 0.5f));
    cases.add(square(5, 7, 1, 1, 1, 20, 3).padded(1, 1, 1, 1, -1f));
    cases.add(square(40, 33, 1, 1, 1, 41, 23).inParts(3));
    return cases;
  }

  static List<Case> windows() {
    List<Case> cases = new ArrayList<>();
    for (int size : new int[] {1, 3, 7, 8, 13, 17, 31, 50}) {
      for (int stride : new int[] {1, 2, 3}) {
        cases.add(square(3, 13, 3, stride, 1, size, 9).padded(1, 1, 1, 1, 0f));
        cases.add(square(7, 8, 3, stride, 2, size, 8).padded(2, 2, 2, 2, 0f));
        cases.add(square(2, 17, 5, stride, 1, size, 7).padded(2, 2, 2, 2, 1.5f));
        cases.add(window(4, 5, 1, 7, stride, 1, 1, 1, size, 10));
        cases.add(window(4, 5, 7, 1, 1, stride, 1, 1, size, 5).padded(3, 0, 4, 1, -2f));
      }
    }
    cases.add(square(1, 16, 3, 1, 1, 28, 28).padded(1, 1, 1, 1, 0f));
    // Patches side by side, some of them partly in the padding, and with gaps between.
    cases.add(square(3, 130, 16, 16, 1, 64, 48));
    cases.add(square(8, 128, 8, 9, 1, 50, 44).padded(3, 2, 4, 5, 0.5f).inParts(2));
    // Long windows of images that leave many lanes of a row idle.
    cases.add(square(61, 135, 3, 1, 1, 7, 7).padded(1, 1, 1, 1, 0.5f));
    cases.add(square(61, 135, 3, 2, 1, 14, 14).padded(1, 1, 1, 1, -1f));
    cases.add(square(57, 131, 3, 1, 2, 7, 7).padded(2, 2, 2, 2, 0f));
    cases.add(square(31, 24, 3, 1, 1, 20, 20).padded(0, 1, 2, 0, 0f));
    cases.add(square(70, 129, 3, 1, 1, 11, 5).padded(1, 1, 1, 1, 0f));
    cases.add(square(9, 12, 3, 2, 1, 64, 33).padded(1, 1, 1, 1, 0f).inParts(4));
    // One place down the image: rows of the window lie in the padding.
    for (int w : new int[] {1, 5, 40, 161}) {
      cases.add(square(70, 19, 3, 1, 1, w, 1).padded(1, 1, 1, 1, 0f));
      cases.add(square(7, 19, 3, 1, 1, w, 1).padded(1, 1, 1, 1, 2f));
      cases.add(square(7, 19, 3, 2, 1, w, 2).padded(1, 1, 1, 0, 0f));
      cases.add(square(7, 19, 5, 1, 2, w, 1).padded(4, 4, 4, 4, 0f).inParts(2));
      cases.add(window(7, 19, 3, 4, 1, 3, 2, 1, w, 3).padded(2, 3, 2, 1, 0f));
      cases.add(window(6, 9, 3, 4, 1, 1, 1, 3, w, 3).padded(1, 0, 1, 1, 0f));
      cases.add(window(6, 9, 3, 2, 1, 1, 1, 1, w, 1).padded(1, 2, 1, 0, 0f).with(Activation.NONE));
    }
    return cases;
  }

  static List<Case> groups() {
    List<Case> cases = new ArrayList<>();
    for (int kernel : new int[] {1, 3, 5}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int size : new int[] {1, 7, 8, 13, 31, 65}) {
          int pad = kernel / 2;
          cases.add(
              window(13, 13, kernel, kernel, stride, stride, 1, 13, size, 17)
                  .padded(pad, pad, pad, pad, 0f));
          cases.add(
              window(6, 12, kernel, kernel, stride, 1, 2, 6, size, 5)
                  .padded(2 * pad, 2 * pad, 2 * pad + 1, 2 * pad, 0.25f));
          cases.add(
              window(12, 18, kernel, kernel, stride, stride, 1, 3, size, 6)
                  .padded(pad, pad, pad, pad, 0f));
        }
      }
    }
    for (int kernel : new int[] {3, 5}) {
      for (int stride : new int[] {1, 2}) {
        for (int h : new int[] {1, 2, 3, 6}) {
          int pad = kernel / 2;
          cases.add(
              window(40, 80, kernel, kernel, 3 - stride, stride, 1, 40, 33, h)
                  .padded(pad, pad, pad + 1, pad + 1, 0f)
                  .inParts(2));
          // Whole rows and columns of windows lie in the padding.
          for (int above : new int[] {kernel - 1, 9}) {
            cases.add(
                window(3, 3, kernel, kernel, stride, stride, 1, 3, 5, h)
                    .padded(67, above, 35, 11, 0f));
          }
        }
        cases.add(
            window(3, 6, kernel, kernel, stride, stride, 1, 3, 211, 90)
                .padded(1, 1, 0, 0, 0f)
                .inParts(3));
      }
    }
    cases.add(window(5, 5, 9, 1, 1, 1, 1, 5, 1021, 3).padded(4, 0, 4, 0, 0f));
    cases.add(window(3, 3, 3, 3, 1, 1, 1, 3, 300, 70).padded(1, 1, 1, 1, 0f).inParts(2));
    cases.add(window(4, 4, 3, 3, 2, 2, 1, 4, 301, 70).padded(0, 0, 1, 1, 0f).inParts(3));
    return cases;
  }

  static List<Case> activations() {
    List<Activation> activations =
        List.of(
            Activation.NONE,
            new Activation(Activation.Kind.RELU, 0f, 0f),
            new Activation(Activation.Kind.LEAKY_RELU, 0.1f, 0f),
            new Activation(Activation.Kind.CLIP, -0.25f, 0.75f),
            new Activation(Activation.Kind.SIGMOID, 0f, 0f),
            new Activation(Activation.Kind.MISH, 0f, 0f),
            new Activation(Activation.Kind.HARD_SWISH, 1f / 6, 0.5f));
    List<Case> cases = new ArrayList<>();
    for (Activation activation : activations) {
      cases.add(square(7, 13, 3, 1, 1, 17, 13).padded(1, 1, 1, 1, 0f).with(activation));
      cases.add(square(600, 13, 1, 1, 1, 50, 2).with(activation));
      cases.add(square(13, 17, 1, 1, 1, 1, 1).with(activation));
      cases.add(square(13, 17, 1, 1, 1, 7, 1).with(activation));
      cases.add(window(5, 5, 3, 3, 2, 2, 1, 5, 31, 13).with(activation));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource({"pointwise", "windows", "groups", "activations"})
  void agreesWithScalar(Case one) {
    ConvolutionShape shape = one.shape();
    float[] src = Samples.uniform(one.w() * one.h() * shape.inChannels(), 1f);
    float[] weights = Samples.uniform(shape.outChannels() * shape.weightsPerOutput() + 1, 1f);
    float[] bias = one.bias() ? Samples.uniform(shape.outChannels() + 2, 1f) : null;
    float[] expected = run(ScalarKernels.INSTANCE, one, src, weights, bias);
    float[] actual = run(VectorKernels.INSTANCE, one, src, weights, bias);
    Samples.assertNear(one.toString(), actual, expected, Tolerances.SUM_OF_PRODUCTS);
    assertThat(actual[actual.length - 1]).as("written past the end: %s", one).isEqualTo(SENTINEL);
  }

  @ParameterizedTest
  @MethodSource({"pointwise", "windows", "groups"})
  void givesItsWeightsBack(Case one) {
    ConvolutionShape shape = one.shape();
    float[] weights = Samples.uniform(shape.outChannels() * shape.weightsPerOutput(), 1f);
    Supplier<float[]> given =
        VectorKernels.INSTANCE.convolution(shape, weights, null, Activation.NONE).weights();
    if (given != null) {
      assertThat(given.get()).as("%s", one).isEqualTo(weights);
    }
  }

  private static float[] run(
      Kernels kernels, Case one, float[] src, float[] weights, float[] bias) {
    int size = one.outW() * one.outH() * one.shape().outChannels();
    float[] dst = new float[size + 1];
    Arrays.fill(dst, Float.NaN);
    dst[size] = SENTINEL;
    kernels
        .convolution(one.shape(), weights, bias, one.activation())
        .run(
            src,
            one.w(),
            one.h(),
            one.padLeft(),
            one.padTop(),
            one.padValue(),
            dst,
            one.outW(),
            one.outH(),
            new PlainScratch(one.threads()));
    return dst;
  }
}
