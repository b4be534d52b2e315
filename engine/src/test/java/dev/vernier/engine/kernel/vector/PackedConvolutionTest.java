package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.PackedConvolution;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of images whose channels lie side by side, but for Winograd's. */
class PackedConvolutionTest {
  private static final Activation NONE = Activation.NONE;
  private static final Activation RELU = new Activation(Activation.Kind.RELU, 0f, 0f);
  private static final Activation SWISH = new Activation(Activation.Kind.HARD_SWISH, 1f / 6f, 0.5f);
  private static final float SENTINEL = 12345f;
  private static final int L = Tile.LANES;

  record Case(
      ConvolutionShape shape,
      int w,
      int h,
      int left,
      int top,
      int right,
      int bottom,
      float padValue,
      Activation activation,
      int threads) {

    static Case padded(ConvolutionShape shape, int w, int h, int by, Activation activation) {
      return new Case(shape, w, h, by, by, by, by, 0f, activation, 1);
    }

    int outW() {
      return (w + left + right - shape.kernelW()) / shape.strideW() + 1;
    }

    int outH() {
      return (h + top + bottom - shape.kernelH()) / shape.strideH() + 1;
    }
  }

  @BeforeAll
  static void needsSquares() {
    assumeTrue(ChannelLanes.FIT, "vectors of 16 or 8 lanes");
  }

  private static ConvolutionShape dense(int in, int out, int side, int stride) {
    return new ConvolutionShape(in, out, side, side, stride, stride, 1, 1, 1);
  }

  private static ConvolutionShape depthwise(int c, int kw, int kh, int strideW, int strideH) {
    return new ConvolutionShape(c, c, kw, kh, strideW, strideH, 1, 1, c);
  }

  static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (int w : new int[] {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 23, 57}) {
      all.add(Case.padded(dense(L, 2 * L, 1, 1), w, 3, 0, NONE));
      all.add(Case.padded(dense(2 * L, 3 * L, 1, 1), w, 7, 0, RELU));
      all.add(Case.padded(dense(L + 1, 4 * L, 1, 1), w, 4, 0, NONE));
      all.add(Case.padded(dense(3 * L, 2 * L - 2, 1, 1), w, 4, 0, SWISH));
      all.add(Case.padded(dense(L, 4 * L, 3, 2), 2 * w, 7, 1, SWISH));
      all.add(Case.padded(dense(2 * L, L, 1, 2), 2 * w, 5, 0, NONE));
      all.add(Case.padded(dense(3, 5 * L, 3, 2), 2 * w, 9, 1, RELU));
      all.add(Case.padded(dense(1, L, 3, 1), w, 6, 1, NONE));
      all.add(Case.padded(dense(4, 2 * L, 3, 1), w, 6, 1, SWISH));
      for (int stride : new int[] {1, 2}) {
        all.add(Case.padded(depthwise(L, 3, 3, stride, stride), stride * w, 9, 1, RELU));
        all.add(Case.padded(depthwise(3 * L, 5, 5, stride, stride), stride * w, 9, 2, SWISH));
      }
    }
    for (int threads : new int[] {1, 2, 3}) {
      all.add(new Case(dense(3 * L, 5 * L, 1, 1), 9, 8, 0, 0, 0, 0, 0f, SWISH, threads));
      all.add(new Case(dense(3 * L - 4, 5 * L, 1, 1), 9, 8, 0, 0, 0, 0, 0f, RELU, threads));
      all.add(new Case(dense(5 * L, L + 3, 1, 1), 9, 8, 0, 0, 0, 0, 0f, RELU, threads));
      all.add(new Case(dense(L, 3 * L, 1, 1), 9, 8, 1, 1, 1, 1, 0f, RELU, threads));
      all.add(new Case(dense(L, 2 * L, 1, 1), 9, 8, 2, 0, 1, 3, 2f, NONE, threads));
      all.add(new Case(dense(3, 2 * L, 7, 2), 61, 43, 3, 3, 3, 3, 0f, RELU, threads));
      all.add(new Case(dense(3, 2 * L, 5, 3), 31, 12, 0, 1, 5, 9, -1.5f, NONE, threads));
      all.add(new Case(dense(L, 2 * L, 3, 5), 51, 42, 2, 0, 1, 1, 2f, NONE, threads));
      all.add(new Case(depthwise(4 * L, 3, 3, 1, 2), 130, 40, 1, 1, 1, 1, 0f, NONE, threads));
      all.add(new Case(depthwise(2 * L, 5, 3, 2, 1), 91, 50, 5, 2, 0, 3, 2f, RELU, threads));
      all.add(new Case(depthwise(2 * L, 3, 1, 2, 3), 29, 17, 9, 0, 7, 4, -1f, NONE, threads));
      all.add(new Case(depthwise(L, 5, 5, 1, 1), 1, 1, 3, 2, 5, 2, 0.5f, NONE, threads));
    }
    all.add(Case.padded(depthwise(L, 3, 3, 2, 2), 700, 64, 1, NONE));
    all.removeIf(one -> !VectorKernels.INSTANCE.packs(one.shape()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScalar(Case one) {
    ConvolutionShape shape = one.shape();
    float[] src = Samples.uniform(one.w() * one.h() * shape.inChannels(), 1f);
    float[] weights = Samples.uniform(shape.outChannels() * shape.weightsPerOutput(), 1f);
    float[] bias = Samples.uniform(shape.outChannels(), 1f);
    int pixels = one.outW() * one.outH();
    float[] expected = new float[pixels * shape.outChannels()];
    ScalarKernels.INSTANCE
        .convolution(shape, weights, bias, one.activation())
        .run(
            src,
            one.w(),
            one.h(),
            one.left(),
            one.top(),
            one.padValue(),
            expected,
            one.outW(),
            one.outH(),
            new PlainScratch(1));
    PackedConvolution kernel =
        VectorKernels.INSTANCE.convolution(shape, weights, bias, one.activation()).packed();
    int ran = 0;
    for (boolean srcPacked : new boolean[] {false, true}) {
      for (boolean dstPacked : new boolean[] {false, true}) {
        boolean possible =
            (!srcPacked || shape.inChannels() % L == 0)
                && (!dstPacked || shape.outChannels() % L == 0);
        boolean suits =
            kernel.suits(one.w(), one.h(), one.outW(), one.outH(), srcPacked, dstPacked);
        if (possible && suits) {
          float[] found = run(kernel, one, src, srcPacked, dstPacked);
          for (int i = 0; i < expected.length; i++) {
            float bound = 1e-5f * shape.weightsPerOutput();
            if (!(Math.abs(found[i] - expected[i]) <= bound)) {
              throw new AssertionError(
                  one + ", element " + i + ": " + found[i] + ", scalar " + expected[i]);
            }
          }
          ran++;
        }
      }
    }
    boolean wide = one.outW() > ChannelNarrowBlocks.FIVE;
    assertThat(ran).as("%s", one).isGreaterThanOrEqualTo(wide ? 1 : 0);
  }

  private static float[] run(
      PackedConvolution kernel, Case one, float[] src, boolean srcPacked, boolean dstPacked) {
    float[] in = srcPacked ? turned(src, one.w() * one.h(), true) : src;
    int pixels = one.outW() * one.outH();
    float[] dst = new float[pixels * one.shape().outChannels() + 1];
    Arrays.fill(dst, Float.NaN);
    dst[dst.length - 1] = SENTINEL;
    kernel.run(
        in,
        srcPacked,
        one.w(),
        one.h(),
        one.left(),
        one.top(),
        one.padValue(),
        dst,
        dstPacked,
        one.outW(),
        one.outH(),
        new PlainScratch(one.threads()));
    assertThat(dst[dst.length - 1]).as("written past the end: %s", one).isEqualTo(SENTINEL);
    float[] out = Arrays.copyOf(dst, dst.length - 1);
    return dstPacked ? turned(out, pixels, false) : out;
  }

  /** Lays channels side by side, or apart. */
  private static float[] turned(float[] src, int pixels, boolean together) {
    float[] dst = new float[src.length];
    for (int i = 0; i < src.length; i++) {
      int plain = (i / L / pixels * L + i % L) * pixels + i / L % pixels;
      dst[together ? i : plain] = src[together ? plain : i];
    }
    return dst;
  }

  @Test
  void saysWhichShapesItTakes() {
    assertThat(VectorKernels.INSTANCE.packs(dense(L, 3 * L, 1, 1))).isTrue();
    assertThat(VectorKernels.INSTANCE.packs(dense(L + 1, 2 * L, 1, 1))).isTrue();
    assertThat(VectorKernels.INSTANCE.packs(dense(L + 1, L, 1, 1))).isFalse();
    assertThat(VectorKernels.INSTANCE.packs(dense(L + 1, L + 1, 1, 1))).isFalse();
    assertThat(VectorKernels.INSTANCE.packs(dense(L, L + 1, 3, 1))).isFalse();
    assertThat(VectorKernels.INSTANCE.gainsPacked(dense(L, L, 3, 1))).isTrue();
    assertThat(VectorKernels.INSTANCE.gainsPacked(dense(L, L, 3, 2))).isFalse();
    assertThat(ScalarKernels.INSTANCE.packs(dense(L, L, 3, 1))).isFalse();
  }
}
