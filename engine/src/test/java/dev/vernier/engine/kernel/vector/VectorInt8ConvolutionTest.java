package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Int8;
import dev.vernier.engine.kernel.Int8Blob;
import dev.vernier.engine.kernel.Int8Scaling;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Int8 kernels against sums in int, operands at their extremes, over all shapes of kernels. */
class VectorInt8ConvolutionTest {
  private static final String CASES = "dev.vernier.engine.kernel.vector.VectorConvolutionTest#";
  private static final byte SENTINEL = 99;

  /** Most products of ±127 and −128 that are one exact run. */
  private static final int LONGEST = 1032;

  @ParameterizedTest
  @MethodSource({CASES + "pointwise", CASES + "windows", CASES + "groups", "pieces"})
  void sumsOfExtremesAreExact(VectorConvolutionTest.Case one) {
    // Small weights let many products add up before they pass 16 bits, large ones few or one.
    for (int largest : new int[] {1, 12, 51, 127}) {
      sumsAreExact(one, largest);
    }
  }

  /** Images of single pixels that are packed in several pieces, of whole vectors and of others. */
  static List<VectorConvolutionTest.Case> pieces() {
    List<VectorConvolutionTest.Case> cases = new ArrayList<>();
    for (int[] channels :
        new int[][] {{3, 13, 1}, {64, 17, 1}, {65, 8, 1}, {120, 30, 1}, {6, 8, 2}}) {
      ConvolutionShape shape =
          new ConvolutionShape(channels[0], channels[1], 1, 1, 1, 1, 1, 1, channels[2]);
      for (int w : new int[] {1777, 2304}) {
        cases.add(
            new VectorConvolutionTest.Case(shape, w, 1, 0, 0, 0, 0, 0f, Activation.NONE, false, 1));
        cases.add(
            new VectorConvolutionTest.Case(shape, w, 2, 0, 0, 0, 0, 0f, Activation.NONE, false, 2));
      }
    }
    return cases;
  }

  private static void sumsAreExact(VectorConvolutionTest.Case one, int largest) {
    Random random = new Random(Samples.SEED);
    ConvolutionShape shape = one.shape();
    byte[] src = extremes(random, one.w() * one.h() * shape.inChannels(), -128, 127);
    byte[] weights =
        extremes(random, shape.outChannels() * shape.weightsPerOutput(), -largest, largest);
    byte padValue = (byte) (random.nextInt(3) * 127 - 127);
    int size = one.outW() * one.outH() * shape.outChannels();
    float[] units = new float[shape.outChannels()];
    Arrays.fill(units, 1f);
    Int8Scaling scaling = new Int8Scaling(1f, units, null, Activation.NONE, false, 0f);
    float[] expected = sums(one, src, weights, padValue);
    for (Kernels kernels : List.of(ScalarKernels.INSTANCE, VectorKernels.INSTANCE)) {
      float[] found = new float[size + 1];
      found[size] = SENTINEL;
      run(kernels, one, weights, scaling, new Int8Blob(null, src), padValue, found, null);
      assertThat(found[size]).as("written past the end: %s", one).isEqualTo(SENTINEL);
      assertThat(Arrays.copyOf(found, size))
          .as("%s kernels, seed %d, |w| <= %d: %s", kernels.name(), Samples.SEED, largest, one)
          .isEqualTo(expected);
    }
  }

  /** All weights and inputs at the same extreme give the largest sum of a run. */
  @ParameterizedTest
  @MethodSource("lengths")
  void theLargestSumsAreExact(int length) {
    ConvolutionShape pointwise = new ConvolutionShape(length, 53, 1, 1, 1, 1, 1, 1, 1);
    // 255 is the largest sum of magnitudes that 16 bits hold: 51 five times, 17 fifteen times.
    for (int weight : new int[] {127, 51, -51, 17, 1}) {
      for (int w : new int[] {1, 3, 17, 50, 200}) {
        theLargestSumsAreExact(pointwise, w, (byte) weight);
      }
    }
  }

  private static void theLargestSumsAreExact(ConvolutionShape shape, int w, byte weight) {
    VectorConvolutionTest.Case one =
        new VectorConvolutionTest.Case(shape, w, 1, 0, 0, 0, 0, 0f, Activation.NONE, false, 1);
    int length = shape.inChannels();
    int outputs = shape.outChannels();
    byte[] weights = new byte[length * outputs];
    Arrays.fill(weights, weight);
    float[] units = new float[outputs];
    Arrays.fill(units, 1f);
    Int8Scaling scaling = new Int8Scaling(1f, units, null, Activation.NONE, false, 0f);
    float[] found = new float[outputs * w];
    for (byte input : new byte[] {-128, 127}) {
      byte[] src = new byte[length * w];
      Arrays.fill(src, input);
      Int8Blob blob = new Int8Blob(null, src);
      run(VectorKernels.INSTANCE, one, weights, scaling, blob, (byte) 0, found, null);
      for (float sum : found) {
        assertThat(sum).isEqualTo(input * weight * length);
      }
      InnerProductKernel product =
          VectorKernels.INSTANCE.int8InnerProduct(
              length, outputs, weights, units, null, Activation.NONE);
      float[] rows = new float[w * length];
      Arrays.fill(rows, input);
      product.run(rows, w, found, new PlainScratch(1));
      for (float sum : found) {
        assertThat(sum).isEqualTo(input * weight * length);
      }
    }
  }

  static int[] lengths() {
    return new int[] {1, 7, 8, 13, 17, 31, 1023, 1024, 1025, LONGEST};
  }

  /** Real inputs are quantised, sums scaled and activated, outputs quantised as scalar does. */
  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void finishesAsScalarDoes(Activation.Kind kind) {
    Activation activation = new Activation(kind, kind == Activation.Kind.CLIP ? -1f : 0.2f, 0.5f);
    List<VectorConvolutionTest.Case> cases = VectorConvolutionTest.groups();
    cases.addAll(VectorConvolutionTest.pointwise());
    cases.addAll(VectorConvolutionTest.windows());
    Random random = new Random(Samples.SEED);
    for (int i = kind.ordinal(); i < cases.size(); i += 7) {
      VectorConvolutionTest.Case one = cases.get(i);
      ConvolutionShape shape = one.shape();
      float[] src = Samples.uniform(one.w() * one.h() * shape.inChannels(), 3f);
      src[src.length / 2] = Float.NaN;
      byte[] weights = extremes(random, shape.outChannels() * shape.weightsPerOutput(), -127, 127);
      float[] units = Samples.uniform(shape.outChannels(), 1e-3f);
      float[] bias = i % 2 == 0 ? null : Samples.uniform(shape.outChannels() + 1, 1f);
      int size = one.outW() * one.outH() * shape.outChannels();
      Int8Blob blob = new Int8Blob(src, null);
      Int8Scaling real = new Int8Scaling(60f, units, bias, activation, false, 0f);
      float[] expected = new float[size];
      float[] found = new float[size];
      run(ScalarKernels.INSTANCE, one, weights, real, blob, (byte) 7, expected, null);
      run(VectorKernels.INSTANCE, one, weights, real, blob, (byte) 7, found, null);
      Samples.assertNear(kind + " " + one, found, expected, 1e-6);

      Int8Scaling int8 = new Int8Scaling(60f, units, bias, activation, true, 40f);
      byte[] bytes = new byte[size + 1];
      bytes[size] = SENTINEL;
      run(VectorKernels.INSTANCE, one, weights, int8, blob, (byte) 7, null, bytes);
      assertThat(bytes[size]).as("written past the end: %s", one).isEqualTo(SENTINEL);
      for (int k = 0; k < size; k++) {
        assertThat(bytes[k])
            .as("%s %s element %d", kind, one, k)
            .isEqualTo(Int8.of(found[k] * 40f));
      }
    }
  }

  private static void run(
      Kernels kernels,
      VectorConvolutionTest.Case one,
      byte[] weights,
      Int8Scaling scaling,
      Int8Blob src,
      byte padValue,
      float[] reals,
      byte[] integers) {
    kernels
        .int8Convolution(one.shape(), weights, scaling)
        .run(
            src,
            one.w(),
            one.h(),
            one.padLeft(),
            one.padTop(),
            padValue,
            new Int8Blob(reals, integers),
            one.outW(),
            one.outH(),
            new PlainScratch(one.threads()));
  }

  /** The sums of one convolution in int. */
  static float[] sums(VectorConvolutionTest.Case one, byte[] src, byte[] weights, byte padValue) {
    ConvolutionShape shape = one.shape();
    int share = shape.inChannels() / shape.groups();
    int outPerGroup = shape.outChannels() / shape.groups();
    float[] sums = new float[one.outW() * one.outH() * shape.outChannels()];
    for (int i = 0; i < sums.length; i++) {
      int left = i % one.outW() * shape.strideW() - one.padLeft();
      int top = i / one.outW() % one.outH() * shape.strideH() - one.padTop();
      int p = i / (one.outW() * one.outH());
      int weight = p * shape.weightsPerOutput();
      int sum = 0;
      for (int q = p / outPerGroup * share; q < (p / outPerGroup + 1) * share; q++) {
        for (int ky = 0; ky < shape.kernelH(); ky++) {
          for (int kx = 0; kx < shape.kernelW(); kx++) {
            int x = left + kx * shape.dilationW();
            int y = top + ky * shape.dilationH();
            boolean inside = x >= 0 && y >= 0 && x < one.w() && y < one.h();
            sum += weights[weight++] * (inside ? src[(q * one.h() + y) * one.w() + x] : padValue);
          }
        }
      }
      sums[i] = sum;
    }
    return sums;
  }

  /** Mostly the least and the largest value, some others between. */
  static byte[] extremes(Random random, int count, int least, int largest) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      int choice = random.nextInt(5);
      int between = random.nextInt(2 * largest + 1) - largest;
      values[i] = (byte) (choice < 2 ? least : choice < 4 ? largest : between);
    }
    return values;
  }
}
