package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.StatisticsKernels;
import dev.vernier.engine.kernel.scalar.ScalarStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A calibration table must not depend on the kernels, so both are equal bit for bit. */
class VectorStatisticsTest {

  /** Floats on either side of an edge that are looked at. */
  private static final int BESIDE = 12;

  private final StatisticsKernels scalar = new ScalarStatistics();
  private final StatisticsKernels vector = new VectorStatistics();

  static IntStream lengths() {
    // The last two are long enough for the tables of the vector histogram.
    return IntStream.concat(Samples.lengths(), IntStream.of(20_011, 100_003));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void absMaxEqualsScalar(int n) {
    float[] src = Samples.uniform(n + 8, 5f);
    for (int peak : new int[] {3, 3 + n / 2, 2 + n}) {
      float[] values = src.clone();
      values[peak] = -7.25f;
      // Outside the range on both sides.
      values[2] = 100f;
      values[n + 3] = 100f;
      assertThat(vector.absMax(values, 3, n)).as("%d, peak at %d", n, peak).isEqualTo(7.25f);
      assertThat(scalar.absMax(values, 3, n)).as("%d, peak at %d", n, peak).isEqualTo(7.25f);
    }
  }

  @Test
  void absMaxOfNothingIsZero() {
    assertThat(vector.absMax(new float[4], 2, 0)).isEqualTo(0f);
    assertThat(scalar.absMax(new float[4], 2, 0)).isEqualTo(0f);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void histogramEqualsScalar(int n) {
    float[] src = Samples.uniform(n + 8, 5f);
    // A magnitude at the upper edge, one beyond it, and subnormals.
    for (int i = 0; i + 40 < n; i += 40) {
      src[i + 3] = 4.5f;
      src[i + 4] = -6f;
      src[i + 5] = Float.MIN_VALUE;
    }
    for (int bins : new int[] {1, 2, 128, 2048}) {
      long[] expected = new long[bins];
      long[] found = new long[bins];
      Arrays.fill(expected, 11L);
      Arrays.fill(found, 11L);
      float most = scalar.histogram(src, 3, n, 4.5f, expected);
      assertThat(vector.histogram(src, 3, n, 4.5f, found)).isEqualTo(most);
      assertThat(most).isEqualTo(scalar.absMax(src, 3, n));
      assertThat(found).as("%d in %d bins, seed %d", n, bins, Samples.SEED).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.37f, 1f, 1.0000001f, 3.1415927f, 240.5f, 1e-36f, 7e-34f, 2e37f})
  void histogramPlacesEveryBinEdgeLikeScalar(float absMax) {
    for (int bins : new int[] {2, 256, 1000, 2048, 4096, 8192}) {
      int around = 1 + 2 * BESIDE;
      float[] src = new float[bins * around];
      for (int i = 0; i < bins; i++) {
        // The edge itself and the floats on each side of it.
        float below = (float) ((double) i * absMax / bins);
        float above = below;
        src[i * around] = below;
        for (int j = 1; j <= BESIDE; j++) {
          below = Math.nextDown(below);
          above = Math.nextUp(above);
          src[i * around + j] = below;
          src[i * around + BESIDE + j] = -above;
        }
      }
      long[] expected = new long[bins];
      long[] found = new long[bins];
      scalar.histogram(src, 0, src.length, absMax, expected);
      vector.histogram(src, 0, src.length, absMax, found);
      assertThat(found).as("%d bins", bins).isEqualTo(expected);
      // The one zero is skipped.
      assertThat(Arrays.stream(found).sum()).as("%d bins", bins).isEqualTo(src.length - 1L);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void histogramAddsNothingWhereOneElementIsNotFinite(float wrong) {
    for (int at : new int[] {0, 9_000, 20_002}) {
      float[] src = Samples.uniform(20_003, 5f);
      src[at] = wrong;
      long[] found = new long[2048];
      for (StatisticsKernels kernels : List.of(scalar, vector)) {
        assertThat(kernels.histogram(src, 0, src.length, 5f, found))
            .as("element %d", at)
            .matches(most -> !Float.isFinite(most));
        assertThat(found).containsOnly(0L);
      }
    }
  }

  @Test
  void histogramOfZerosIsEmpty() {
    long[] found = new long[2048];
    vector.histogram(new float[20_000], 0, 20_000, 1f, found);
    assertThat(found).containsOnly(0L);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void binsOfAPowerOfTwoEqualScalar(int n) {
    int last = (1 << 17) - 1;
    for (float scale : new float[] {0x1p17f, 0x1p14f, 0x1p-110f}) {
      float[] src = Samples.uniform(n + 8, 1.1f * (last + 1) / scale);
      for (int i = 0; i + 40 < n; i += 40) {
        // Edges of bins with the floats beside them, zero, a subnormal, more than the range.
        float edge = i * 3 / scale;
        src[i + 3] = edge;
        src[i + 4] = -Math.nextDown(edge);
        src[i + 5] = Math.nextUp(edge);
        src[i + 6] = 0f;
        src[i + 7] = Float.MIN_VALUE;
        src[i + 8] = 7 * (last + 1) / scale;
        src[i + 9] = Math.nextDown((last + 1) / scale);
      }
      int[] expected = new int[n + 5];
      int[] found = new int[n + 5];
      int count = scalar.bins(src, 3, n, scale, last, expected, 2);
      assertThat(vector.bins(src, 3, n, scale, last, found, 2)).isEqualTo(count);
      assertThat(found).as("%d by %s", n, scale).isEqualTo(expected);
    }
  }
}
