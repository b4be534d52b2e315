package dev.vernier.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

  @Test
  void largestFirstAndTheSmallerIndexOnATie() {
    float[] values = {0.1f, 0.7f, 0.7f, -3f, 0.2f};

    assertThat(TopK.indices(values, 5, 3)).containsExactly(1, 2, 4);
    assertThat(TopK.indices(values, 5, 9)).containsExactly(1, 2, 4, 0, 3);
    assertThat(TopK.indices(values, 1, 3)).containsExactly(0);
  }

  @Test
  void notANumberComesLast() {
    float[] values = {Float.NaN, 1f, Float.NaN, Float.NEGATIVE_INFINITY};

    assertThat(TopK.indices(values, 4, 4)).containsExactly(1, 3, 0, 2);
  }

  @Test
  void agreesWithSorting() {
    long seed = 7;
    Random random = new Random(seed);
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(200);
    }
    int[] sorted =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) -> Float.compare(values[b], values[a]))
            .limit(20)
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(TopK.indices(values, values.length, 20)).as("seed %d", seed).isEqualTo(sorted);
  }
}
