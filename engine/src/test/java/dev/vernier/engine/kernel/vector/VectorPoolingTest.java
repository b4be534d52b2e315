package dev.vernier.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.PoolingKernels;
import dev.vernier.engine.kernel.PoolingWindow;
import dev.vernier.engine.kernel.Scratch;
import dev.vernier.engine.kernel.scalar.ScalarPooling;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorPoolingTest {

  private final PoolingKernels scalar = new ScalarPooling();
  private final PoolingKernels vector = new VectorPooling();

  /** Exactly as much as asked for, and full of what an earlier call may have left. */
  private final Scratch scratch =
      (slot, length) -> {
        float[] array = new float[length];
        Arrays.fill(array, 1e9f);
        return array;
      };

  static IntStream lengths() {
    return Samples.lengths();
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void wholeRangesAgreeWithScalar(int n) {
    float[] src = Samples.uniform(n + 8, 5f);
    assertThat(vector.max(src, 3, n)).as("max of %d", n).isEqualTo(scalar.max(src, 3, n));
    Samples.assertNear(
        "sum of " + n,
        new float[] {vector.sum(src, 3, n)},
        new float[] {scalar.sum(src, 3, n)},
        // The sum is small beside what is added and subtracted.
        n * Samples.SUM_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void windowsAgreeWithScalar(int w) {
    int h = 6;
    float[] src = Samples.uniform(w * h + 8, 5f);
    for (int kernel : new int[] {1, 2, 3, 7}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int pad : new int[] {0, 1, 3}) {
          int outW = (w + 2 * pad - kernel) / stride + 1;
          int outH = (h + 2 * pad - kernel) / stride + 1;
          if (w + 2 * pad >= kernel && h + 2 * pad >= kernel) {
            check(
                new PoolingWindow(w, h, kernel, kernel, stride, stride, pad, pad, outW, outH), src);
            // A row and a column of windows more, which may meet no element at all.
            check(
                new PoolingWindow(
                    w, h, kernel, kernel, stride, stride, pad, pad, outW + 1, outH + 1),
                src);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void oblongWindowsAgreeWithScalar(int w) {
    float[] src = Samples.uniform(w * 5 + 8, 5f);
    check(new PoolingWindow(w, 5, 1, 3, 1, 2, 0, 1, w, 3), src);
    check(new PoolingWindow(w, 5, 4, 2, 2, 1, 3, 0, (w + 3) / 2, 4), src);
  }

  private void check(PoolingWindow window, float[] src) {
    int outputs = window.outW() * window.outH();
    float[] expected = Samples.uniform(outputs + 4, 1f);
    float[] found = expected.clone();
    scalar.maxWindows(window, src, 3, expected, 2, scratch);
    vector.maxWindows(window, src, 3, found, 2, scratch);
    assertThat(found).as("max, %s, seed %d", window, Samples.SEED).isEqualTo(expected);
    scalar.sumWindows(window, src, 3, expected, 2, scratch);
    vector.sumWindows(window, src, 3, found, 2, scratch);
    Samples.assertNear("sum, " + window, found, expected, 10 * Samples.SUM_TOLERANCE);
  }
}
