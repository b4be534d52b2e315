package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F(4, 3) in whole numbers against sums in int. */
class VectorInt8WinogradTest {
  private static final String CASES = "dev.vernier.engine.kernel.vector.VectorWinogradTest#";
  private static final byte SENTINEL = 99;

  /** Most products of ±127 and −128 that add up within 2²⁴. */
  private static final int LONGEST = 1032;

  @ParameterizedTest
  @MethodSource({CASES + "sizes", CASES + "channels", CASES + "paddings"})
  void sumsAreExact(WinogradCase one) {
    // From sums that need no cut, over cuts, to products that no float holds.
    for (int largest : new int[] {1, 9, 127}) {
      Random random = new Random(Samples.SEED);
      int limit = Math.min(largest, 127 * LONGEST / (9 * one.in()));
      byte[] weights =
          VectorInt8ConvolutionTest.extremes(random, one.in() * one.out() * 9, -limit, limit);
      int least = largest == 1 ? -1 : -128;
      byte[] src =
          VectorInt8ConvolutionTest.extremes(
              random, one.w() * one.h() * one.in(), least, Math.min(127, -least));
      sumsAreExact(one, src, weights, (byte) (random.nextInt(3) * 127 - 127));
    }
  }

  private static void sumsAreExact(WinogradCase one, byte[] src, byte[] weights, byte padValue) {
    float[] expected =
        VectorInt8ConvolutionTest.sums(direct(one, padValue), src, weights, padValue);
    float[] found = run(one, new Int8Blob(null, src), weights, sums(one), padValue, null);
    assertThat(found).as("seed %d: %s", Samples.SEED, one).isEqualTo(expected);
  }

  /** Signs as in the transforms make each position's sums the largest, in every other tile. */
  @ParameterizedTest
  @MethodSource("positions")
  void theLargestSumsOfEachPositionAreExact(int position) {
    int row = position / 6;
    int column = position % 6;
    int[][] inputs = {
      {1, 0, -1, 0, 1, 0, 0, 0}, {0, -1, -1, 1, 1, 0, 0, 0}, {0, 1, -1, -1, 1, 0, 0, 0},
      {0, -1, -1, 1, 1, 0, 0, 0}, {0, 1, -1, -1, 1, 0, 0, 0}, {0, 1, 0, -1, 0, 1, 0, 0}
    };
    int[][] factors = {{1, 1, 1}, {1, 1, 1}, {1, -1, 1}, {1, 1, 1}, {1, -1, 1}, {1, 1, 1}};
    for (int in : new int[] {1, 3, 4, 29, 114}) {
      WinogradCase one =
          new WinogradCase(in, 13, 70, 30, 0, 0, 0, 0, 0f, Activation.NONE, false, 1);
      byte[] src = new byte[in * 70 * 30];
      for (int i = 0; i < src.length; i++) {
        int sign = inputs[row][i / 70 % 30 % 8] * inputs[column][i % 70 % 8];
        src[i] = (byte) (sign == 0 ? 0 : sign < 0 ? -128 : 127);
      }
      byte[] weights = new byte[in * 13 * 9];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (byte) (127 * factors[row][i % 9 / 3] * factors[column][i % 3]);
      }
      sumsAreExact(one, src, weights, (byte) 0);
    }
  }

  static IntStream positions() {
    return IntStream.range(0, WinogradWeights.POSITIONS);
  }

  /** Real inputs are quantised, sums scaled and activated, outputs quantised as scalar does. */
  @ParameterizedTest
  @MethodSource(CASES + "activations")
  void finishesAsScalarDoes(WinogradCase one) {
    Random random = new Random(Samples.SEED);
    byte[] weights =
        VectorInt8ConvolutionTest.extremes(random, one.in() * one.out() * 9, -127, 127);
    Int8Blob src = new Int8Blob(Samples.uniform(one.w() * one.h() * one.in(), 3f), null);
    src.reals()[src.reals().length / 2] = Float.NaN;
    float[] units = Samples.uniform(one.out(), 1e-3f);
    float[] bias = one.bias() ? Samples.uniform(one.out() + 1, 1f) : null;
    Int8Scaling real = new Int8Scaling(60f, units, bias, one.activation(), false, 0f);
    float[] found = run(one, src, weights, real, (byte) 7, null);
    float[] expected = new float[found.length];
    ScalarKernels.INSTANCE
        .int8Convolution(one.shape(), weights, real)
        .run(
            src,
            one.w(),
            one.h(),
            one.left(),
            one.top(),
            (byte) 7,
            new Int8Blob(expected, null),
            one.outW(),
            one.outH(),
            new PlainScratch(1));
    Samples.assertNear(one.toString(), found, expected, 1e-6);

    Int8Scaling int8 = new Int8Scaling(60f, units, bias, one.activation(), true, 40f);
    byte[] bytes = new byte[found.length + 1];
    bytes[found.length] = SENTINEL;
    run(one, src, weights, int8, (byte) 7, bytes);
    assertThat(bytes[found.length]).as("written past the end: %s", one).isEqualTo(SENTINEL);
    for (int i = 0; i < found.length; i++) {
      assertThat(bytes[i]).as("%s element %d", one, i).isEqualTo(Int8.of(found[i] * 40f));
    }
  }

  @Test
  void isChosenForManyChannelsAndManyTiles() {
    for (double share : new double[] {0.7, 1}) {
      assertThat(isFaster(128, 1, 56, share)).isTrue();
      assertThat(isFaster(128, 1, 4, share)).isFalse();
      assertThat(isFaster(128, 2, 56, share)).isFalse();
      assertThat(isFaster(3, 1, 56, share)).isFalse();
    }
  }

  private static boolean isFaster(int channels, int stride, int size, double share) {
    ConvolutionShape shape =
        new ConvolutionShape(channels, channels, 3, 3, stride, stride, 1, 1, 1);
    return VectorInt8Winograd.isFaster(shape, size, size, share);
  }

  private static Int8Scaling sums(WinogradCase one) {
    float[] units = new float[one.out()];
    Arrays.fill(units, 1f);
    return new Int8Scaling(1f, units, null, Activation.NONE, false, 0f);
  }

  private static VectorConvolutionTest.Case direct(WinogradCase one, byte padValue) {
    return new VectorConvolutionTest.Case(
        one.shape(),
        one.w(),
        one.h(),
        one.left(),
        one.top(),
        one.right(),
        one.bottom(),
        padValue,
        Activation.NONE,
        false,
        1);
  }

  private static float[] run(
      WinogradCase one,
      Int8Blob src,
      byte[] weights,
      Int8Scaling scaling,
      byte padValue,
      byte[] integers) {
    int size = one.outW() * one.outH() * one.out();
    float[] reals = new float[size + 1];
    reals[size] = SENTINEL;
    new VectorInt8Winograd(one.shape(), weights, scaling)
        .run(
            src,
            one.w(),
            one.h(),
            one.left(),
            one.top(),
            padValue,
            integers == null ? new Int8Blob(reals, null) : new Int8Blob(null, integers),
            one.outW(),
            one.outH(),
            new PlainScratch(one.threads()));
    assertThat(reals[size]).as("written past the end: %s", one).isEqualTo(SENTINEL);
    return Arrays.copyOf(reals, size);
  }
}
