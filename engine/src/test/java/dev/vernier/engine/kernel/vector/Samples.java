package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;

/** What the tests of scalar against vector kernels run on. */
final class Samples {

  /** Fixed, and in every failure message. */
  static final long SEED = 20260722;

  /** Float sums in another order: relative to the largest partial sum. */
  static final double SUM_TOLERANCE = 1e-5;

  private Samples() {}

  /** Lengths around the vector lengths of all machines. */
  static IntStream lengths() {
    return IntStream.of(1, 7, 8, 13, 17, 31, 1021);
  }

  /** Values between −range and range, some of them exactly 0. */
  static float[] uniform(int n, float range) {
    Random random = new Random(SEED + n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(10) == 0 ? 0f : (random.nextFloat() * 2 - 1) * range;
    }
    return values;
  }

  /** Fails unless each found value is near the expected one, relative to max(1, |expected|). */
  static void assertNear(String what, float[] found, float[] expected, double tolerance) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      if (Float.compare(found[i], expected[i]) == 0) {
        continue;
      }
      assertThat(Math.abs(found[i] - (double) expected[i]) / Math.max(1, Math.abs(expected[i])))
          .as("%s, seed %d, element %d: vector %s, scalar %s", what, SEED, i, found[i], expected[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }
}
