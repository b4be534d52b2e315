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

class TurnedWinogradTest {
  private static final float SENTINEL = 12345f;
  private static final Activation RELU = new Activation(Activation.Kind.RELU, 0f, 0f);
  private static final Activation MISH = new Activation(Activation.Kind.MISH, 0f, 0f);

  /** Against the scalar sum, relative to the sum of the magnitudes of its products. */
  private static final double BOUND = 1e-5;

  /** One convolution of one image, padded by as much on the right and at the bottom. */
  record Case(
      int tile,
      int in,
      int out,
      int w,
      int h,
      int left,
      int top,
      float padValue,
      Activation activation,
      boolean bias,
      int threads) {

    int outW() {
      return w + 2 * left - 2;
    }

    int outH() {
      return h + 2 * top - 2;
    }

    int tiles() {
      return (outW() + tile - 1) / tile * ((outH() + tile - 1) / tile);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int tile : new int[] {2, 4}) {
      for (int w : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 14, 16, 31}) {
        for (int h : new int[] {1, 2, 3, 4, 6, 7, 8, 13, 16}) {
          cases.add(new Case(tile, 5, 7, w, h, 1, 1, 0f, Activation.NONE, true, 1));
        }
      }
      for (int in : new int[] {1, 7, 13, 70}) {
        for (int out : new int[] {1, 4, 16, 20, 70}) {
          cases.add(new Case(tile, in, out, 7, 7, 1, 1, 0f, RELU, true, 2));
          cases.add(new Case(tile, in, out, 8, 5, 0, 1, 1.5f, MISH, false, 1));
        }
      }
      cases.add(new Case(tile, 260, 130, 7, 7, 1, 1, 0f, Activation.NONE, true, 3));
      cases.add(new Case(tile, 4, 6, 3, 2, 2, 3, -2f, Activation.NONE, true, 2));
    }
    cases.removeIf(one -> one.tiles() > (one.tile() == 2 ? 16 : Tile.LANES));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScalar(Case one) {
    ConvolutionShape shape = shape3x3(one.in(), one.out());
    float[] src = Samples.uniform(one.w() * one.h() * one.in(), 1f);
    float[] weights = Samples.uniform(one.in() * one.out() * 9, 1f);
    float[] bias = one.bias() ? Samples.uniform(one.out(), 1f) : null;
    float[] expected =
        run(
            ScalarKernels.INSTANCE.convolution(shape, weights, bias, one.activation()),
            one,
            src,
            one.padValue());
    float[] magnitudes =
        run(
            ScalarKernels.INSTANCE.convolution(
                shape, magnitudes(weights), magnitudes(bias), Activation.NONE),
            one,
            magnitudes(src),
            Math.abs(one.padValue()));
    float[] found =
        run(
            new TurnedWinograd(shape, one.tile(), weights, bias, one.activation()),
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

  private static ConvolutionShape shape3x3(int in, int out) {
    return new ConvolutionShape(in, out, 3, 3, 1, 1, 1, 1, 1);
  }

  @Test
  void isChosenForSmallImagesOfManyChannels() {
    assertThat(TurnedWinograd.tile(shape3x3(256, 256), 7, 7)).isNotZero();
    assertThat(TurnedWinograd.tile(shape3x3(512, 512), 7, 7)).isEqualTo(Tile.LANES < 8 ? 0 : 2);
    assertThat(TurnedWinograd.tile(shape3x3(32, 32), 7, 7)).isZero();
    assertThat(TurnedWinograd.tile(shape3x3(64, 64), 56, 56)).isZero();
    assertThat(TurnedWinograd.tile(shape3x3(512, 512), 1, 1)).isZero();
    assertThat(TurnedWinograd.tile(shape3x3(128, 128), 1, 40)).isZero();
    assertThat(TurnedWinograd.tile(shape3x3(2000, 128), 7, 7)).isZero();
  }
}
