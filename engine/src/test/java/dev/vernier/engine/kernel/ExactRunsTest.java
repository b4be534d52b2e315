package dev.vernier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExactRunsTest {

  private static byte[] all(int length, int value) {
    byte[] weights = new byte[length];
    Arrays.fill(weights, (byte) value);
    return weights;
  }

  @Test
  void cutsBeforeASumCouldPass24Bits() {
    assertThat(ExactRuns.ends(all(1032, 127), 0, 1, 1032)).containsExactly(1032);
    assertThat(ExactRuns.ends(all(2065, -127), 0, 1, 2065)).containsExactly(1032, 2064, 2065);
    assertThat(ExactRuns.ends(all(1025, -128), 0, 1, 1025)).containsExactly(1024, 1025);
    assertThat(ExactRuns.ends(all(100_000, 1), 0, 1, 100_000)).containsExactly(100_000);
  }

  @Test
  void theHeaviestRowDecides() {
    byte[] weights = new byte[3 * 2000];
    Arrays.fill(weights, 2 * 2000, 3 * 2000, (byte) 127);
    assertThat(ExactRuns.ends(weights, 0, 2, 2000)).containsExactly(2000);
    assertThat(ExactRuns.ends(weights, 2000, 2, 2000)).containsExactly(1032, 2000);
  }
}
