package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.ConvolutionKernel;
import dev.vernier.engine.kernel.ConvolutionShape;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.kernel.scalar.ScalarKernels;
import java.util.Arrays;
import java.util.Locale;

/** One 3 x 3 convolution of one image, to be computed by Winograd's way and by the scalar sum. */
record WinogradCase(
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

  private static final float SENTINEL = 12345f;

  /** That of the last case: kernels of several kinds meet the same one in turn. */
  private static Scalar last;

  /** A case's data, the scalar sums and the sums of the magnitudes of their products. */
  private record Scalar(
      WinogradCase image,
      float[] src,
      float[] weights,
      float[] shifts,
      float[] expected,
      float[] magnitudes) {}

  /** Padded by one on all sides. */
  static WinogradCase padded(int in, int out, int w, int h, int threads) {
    return new WinogradCase(in, out, w, h, 1, 1, 1, 1, 0f, Activation.NONE, true, threads);
  }

  int outW() {
    return w + left + right - 2;
  }

  int outH() {
    return h + top + bottom - 2;
  }

  int tiles(int side) {
    return (outW() + side - 1) / side * ((outH() + side - 1) / side);
  }

  ConvolutionShape shape() {
    return shape(in, out);
  }

  static ConvolutionShape shape(int in, int out) {
    return new ConvolutionShape(in, out, 3, 3, 1, 1, 1, 1, 1);
  }

  /** {@link Kernels#convolution} for one shape. */
  interface Maker {
    ConvolutionKernel make(float[] weights, float[] bias);
  }

  /**
   * Compares with the scalar sum, relative to the sum of the magnitudes of its products. It is not
   * that sum alone an error comes from, but all a tile reads.
   */
  void agreesWithScalar(Maker maker, double bound) {
    Scalar scalar = scalar();
    float[] expected = scalar.expected();
    float[] magnitudes = scalar.magnitudes();
    float[] found = run(maker.make(scalar.weights(), scalar.shifts()), scalar.src(), padValue);
    for (int i = 0; i < found.length - 1; i++) {
      double error = Math.abs(found[i] - (double) expected[i]) / Math.max(1, magnitudes[i]);
      // An assertion an element would take most of the time of these tests.
      if (!(error <= bound)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s, seed %d, element %d: %s, scalar %s: apart by %g of %g",
                this,
                Samples.SEED,
                i,
                found[i],
                expected[i],
                error,
                bound));
      }
    }
    assertThat(found[found.length - 1]).as("written past the end: %s", this).isEqualTo(SENTINEL);
  }

  private Scalar scalar() {
    if (last == null || !last.image().equals(this)) {
      float[] src = Samples.uniform(w * h * in, 1f);
      float[] weights = Samples.uniform(in * out * 9, 1f);
      float[] shifts = bias ? Samples.uniform(out, 1f) : null;
      ScalarKernels kernels = ScalarKernels.INSTANCE;
      float[] expected =
          run(kernels.convolution(shape(), weights, shifts, activation), src, padValue);
      ConvolutionKernel sum =
          kernels.convolution(shape(), magnitudes(weights), magnitudes(shifts), Activation.NONE);
      float[] magnitudes = run(sum, magnitudes(src), Math.abs(padValue));
      last = new Scalar(this, src, weights, shifts, expected, magnitudes);
    }
    return last;
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

  private float[] run(ConvolutionKernel kernel, float[] src, float pad) {
    int size = outW() * outH() * out;
    float[] dst = new float[size + 1];
    Arrays.fill(dst, Float.NaN);
    dst[size] = SENTINEL;
    PlainScratch scratch = new PlainScratch(threads);
    kernel.run(src, w, h, left, top, pad, dst, outW(), outH(), scratch);
    return dst;
  }
}
