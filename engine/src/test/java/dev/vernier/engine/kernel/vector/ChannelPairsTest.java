package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two blocks a JVM takes depends on its compiler and collector; the sums do not. */
class ChannelPairsTest {
  private static final long SEED = 1;
  private static final int ROWS = 5;

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 34, 400, 642})
  void fiveRowsGiveTheSameBitsOneStepOrTwoAtATime(int k) {
    Random random = new Random(SEED);
    float[] a = randoms(random, (k + LANES) * ROWS);
    float[] b = randoms(random, k * 2 * LANES);
    float[] start = randoms(random, 2 * LANES);
    int[] steps = new int[k];
    for (int p = 0; p < k; p++) {
      steps[p] = p / LANES * ROWS * LANES + p % LANES;
    }
    float[] one = new float[2 * ROWS * LANES];
    float[] two = new float[one.length];
    ChannelPairs.five(k, a, 0, steps, b, 0, start, 0, one, 0, ROWS * LANES);
    ChannelPairs.fiveInPairs(k, a, 0, steps, b, 0, start, 0, two, 0, ROWS * LANES);
    assertThat(two).as("k = %d, seed %d", k, SEED).containsExactly(one);
    float expected = start[3];
    for (int p = 0; p < k; p++) {
      expected = Math.fma(b[p * 2 * LANES + 3], a[steps[p] + 4 * LANES], expected);
    }
    assertThat(one[4 * LANES + 3]).as("k = %d, seed %d", k, SEED).isEqualTo(expected);
  }

  private static float[] randoms(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
