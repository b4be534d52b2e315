package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorWinogradTest {
  private static final float SENTINEL = 12345f;

  /**
   * Against the scalar sum, relative to the sum of the magnitudes of its products; 4.1e-6 is the
   * largest found. It is not that sum alone an error comes from, but all a tile reads.
   */
  private static final double BOUND = 1e-5;

  /** One convolution of one image. */
  record Case(
      int in,
      int out,
      int w,
      int h,
      int left,
      int top,
      int right,
      int bottom,
      float padValue,
      Activation activation,
      boolean bias,
      int threads) {

    int outW() {
      return w + left + right - 2;
    }

    int outH() {
      return h + top + bottom - 2;
    }

    ConvolutionShape shape() {
      return shape3x3(in, out);
    }
  }

  private static ConvolutionShape shape3x3(int in, int out) {
    return new ConvolutionShape(in, out, 3, 3, 1, 1, 1, 1, 1);
  }

  private static Case padded(int in, int out, int w, int h, int threads) {
    return new Case(in, out, w, h, 1, 1, 1, 1, 0f, Activation.NONE, true, threads);
  }

  static List<Case> sizes() {
    List<Case> cases = new ArrayList<>();
    for (int w : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 17, 31, 64, 65, 131}) {
      for (int h : new int[] {1, 3, 4, 6, 13}) {
        cases.add(padded(3, 5, w, h, 1));
        cases.add(padded(5, 3, h, w, 2));
      }
    }
    cases.add(padded(8, 9, 230, 37, 2));
    cases.add(padded(8, 9, 37, 230, 3));
    return cases;
  }

  static List<Case> channels() {
    List<Case> cases = new ArrayList<>();
    for (int in : new int[] {1, 2, 7, 12, 13, 24, 70}) {
      for (int out : new int[] {1, 4, 7, 8, 13, 20, 70}) {
        cases.add(padded(in, out, 14, 14, 1));
        cases.add(padded(in, out, 29, 26, 2));
      }
    }
    cases.add(padded(260, 130, 30, 28, 2));
    return cases;
  }

  static List<Case> paddings() {
    List<Case> cases = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      cases.add(new Case(4, 6, 9, 8, 0, 0, 0, 0, 0f, Activation.NONE, true, threads));
      cases.add(new Case(4, 6, 9, 8, 2, 0, 0, 3, 1.5f, Activation.NONE, false, threads));
      cases.add(new Case(4, 6, 30, 21, 0, 2, 5, 0, -2f, Activation.NONE, true, threads));
      cases.add(new Case(2, 3, 2, 1, 9, 7, 8, 9, 0.5f, Activation.NONE, true, threads));
      cases.add(new Case(2, 3, 50, 3, 2, 2, 2, 2, -1f, Activation.NONE, false, threads));
    }
    return cases;
  }

  static List<Case> activations() {
    List<Case> cases = new ArrayList<>();
    for (Activation activation :
        List.of(
            new Activation(Activation.Kind.RELU, 0f, 0f),
            new Activation(Activation.Kind.LEAKY_RELU, 0.1f, 0f),
            new Activation(Activation.Kind.CLIP, -0.25f, 0.75f),
            new Activation(Activation.Kind.SIGMOID, 0f, 0f),
            new Activation(Activation.Kind.MISH, 0f, 0f),
            new Activation(Activation.Kind.HARD_SWISH, 1f / 6, 0.5f))) {
      cases.add(new Case(7, 13, 17, 13, 1, 1, 1, 1, 0f, activation, true, 1));
      cases.add(new Case(7, 13, 31, 40, 0, 1, 1, 0, 0f, activation, false, 2));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource({"sizes", "channels", "paddings", "activations"})
  void agreesWithScalar(Case one) {
    float[] src = Samples.uniform(one.w() * one.h() * one.in(), 1f);
    float[] weights = Samples.uniform(one.in() * one.out() * 9 + 1, 1f);
    float[] bias = one.bias() ? Samples.uniform(one.out() + 2, 1f) : null;
    float[] expected =
        run(
            ScalarKernels.INSTANCE.convolution(one.shape(), weights, bias, one.activation()),
            one,
            src,
            one.padValue());
    float[] magnitudes =
        run(
            ScalarKernels.INSTANCE.convolution(
                one.shape(), magnitudes(weights), magnitudes(bias), Activation.NONE),
            one,
            magnitudes(src),
            Math.abs(one.padValue()));
    float[] found =
        run(
            new VectorWinograd(one.shape(), weights, bias, one.activation()),
            one,
            src,
            one.padValue());
    for (int i = 0; i < found.length - 1; i++) {
      assertThat(Math.abs(found[i] - (double) expected[i]) / Math.max(1, magnitudes[i]))
          .as("%s, seed %d, element %d: %s, scalar %s", one, Samples.SEED, i, found[i], expected[i])
          .isLessThanOrEqualTo(BOUND);
    }
    assertThat(found[found.length - 1]).as("written past the end: %s", one).isEqualTo(SENTINEL);
  }

  private static float[] magnitudes(float[] values) {
    if (values == null) {
      return null;
    }
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  private static float[] run(ConvolutionKernel kernel, Case one, float[] src, float padValue) {
    int size = one.outW() * one.outH() * one.out();
    float[] dst = new float[size + 1];
    Arrays.fill(dst, Float.NaN);
    dst[size] = SENTINEL;
    kernel.run(
        src,
        one.w(),
        one.h(),
        one.left(),
        one.top(),
        padValue,
        dst,
        one.outW(),
        one.outH(),
        new PlainScratch(one.threads()));
    return dst;
  }

  @Test
  void isChosenForManyChannelsAndManyTiles() {
    assertThat(VectorWinograd.isFaster(shape3x3(64, 64), 56, 56)).isTrue();
    assertThat(VectorWinograd.isFaster(shape3x3(256, 256), 14, 14)).isTrue();
    assertThat(VectorWinograd.isFaster(shape3x3(1, 16), 28, 28)).isFalse();
    assertThat(VectorWinograd.isFaster(shape3x3(32, 32), 3, 160)).isFalse();
    assertThat(VectorWinograd.isFaster(shape3x3(1024, 1024), 1 << 20, 4)).isFalse();
    assertThat(VectorWinograd.isFaster(shape3x3(64, 128), 1, 1)).isFalse();
  }

  @Test
  void fitsNothingButThreeByThreeOfStrideOne() {
    assertThat(VectorWinograd.fits(shape3x3(64, 64))).isTrue();
    assertThat(VectorWinograd.fits(shape3x3(PackedRows.STEPS + 1, 64))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 5, 3, 1, 1, 1, 1, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 2, 1, 1, 1, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 1, 1, 1, 2, 1))).isFalse();
    assertThat(VectorWinograd.fits(new ConvolutionShape(64, 64, 3, 3, 1, 1, 1, 1, 2))).isFalse();
  }
}
