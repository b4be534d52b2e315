package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.VectorConvolutionTest.square;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import dev.vernier.engine.kernel.vector.VectorConvolutionTest.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneConvolutionTest {
  private static final float SENTINEL = 12345f;
  private static final int LANES = Tile.LANES;

  /** As in {@link VectorWinogradTest}. */
  private static final double BOUND = 1e-5;

  /** Shapes that take Winograd's way. */
  private static List<Case> manyChannels() {
    List<Case> cases = new ArrayList<>();
    for (int size : new int[] {4, 7, 9, 14}) {
      cases.add(square(24, 37, 3, 1, 1, size, 13).padded(1, 1, 1, 1, 0f));
      cases.add(square(70, 24, 3, 1, 1, size, 5).padded(0, 2, 1, 1, -1f).inParts(2));
    }
    cases.add(square(64, 64, 3, 1, 1, 13, 13).padded(1, 1, 1, 1, 0f).inParts(3));
    return cases;
  }

  static Stream<Case> cases() {
    return Stream.of(
            VectorConvolutionTest.pointwise(),
            VectorConvolutionTest.windows(),
            VectorConvolutionTest.groups(),
            VectorConvolutionTest.activations(),
            manyChannels())
        .flatMap(List::stream)
        // All kinds of shapes, not all sizes of each.
        .filter(one -> one.w() * one.h() * one.shape().outChannels() < 20_000);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyImageIsConvolvedAsIfAlone(Case one) {
    ConvolutionShape shape = one.shape();
    int size = one.w() * one.h() * shape.inChannels();
    int outSize = one.outW() * one.outH() * shape.outChannels();
    float[] weights = Samples.uniform(shape.outChannels() * shape.weightsPerOutput() + 1, 1f);
    float[] bias = one.bias() ? Samples.uniform(shape.outChannels() + 2, 1f) : null;
    float[] src = Samples.uniform(size * LANES, 1f);
    float[] dst = new float[outSize * LANES + 1];
    Arrays.fill(dst, Float.NaN);
    dst[outSize * LANES] = SENTINEL;
    VectorKernels.INSTANCE
        .convolution(shape, weights, bias, one.activation())
        .inLanes()
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
    assertThat(dst[outSize * LANES]).as("written past the end: %s", one).isEqualTo(SENTINEL);
    for (int image : new int[] {0, LANES - 1}) {
      float[] of = lane(src, image, size);
      float[] found = lane(dst, image, outSize);
      float[] expected = scalar(one, of, weights, bias, one.padValue(), one.activation());
      float[] magnitudes =
          scalar(
              one,
              magnitudes(of),
              magnitudes(weights),
              bias == null ? null : magnitudes(bias),
              Math.abs(one.padValue()),
              Activation.NONE);
      for (int i = 0; i < outSize; i++) {
        assertThat(Math.abs(found[i] - (double) expected[i]) / Math.max(1, magnitudes[i]))
            .as("image %d of %s, seed %d, element %d", image, one, Samples.SEED, i)
            .isLessThanOrEqualTo(BOUND);
      }
    }
  }

  private static float[] scalar(
      Case one, float[] src, float[] weights, float[] bias, float padValue, Activation activation) {
    float[] dst = new float[one.outW() * one.outH() * one.shape().outChannels()];
    ScalarKernels.INSTANCE
        .convolution(one.shape(), weights, bias, activation)
        .run(
            src,
            one.w(),
            one.h(),
            one.padLeft(),
            one.padTop(),
            padValue,
            dst,
            one.outW(),
            one.outH(),
            new PlainScratch(1));
    return dst;
  }

  private static float[] magnitudes(float[] values) {
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  private static float[] lane(float[] side, int image, int size) {
    float[] elements = new float[size];
    for (int i = 0; i < size; i++) {
      elements[i] = side[i * LANES + image];
    }
    return elements;
  }
}
