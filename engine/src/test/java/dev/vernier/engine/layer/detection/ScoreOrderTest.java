package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreOrderTest {

  @Test
  void bringsTheHighestToTheFrontAndCarriesWhatBelongsToIt() {
    float[] scores = {0.2f, 0.9f, 0.5f, 7f};
    int[] carried = {2, 9, 5, 7};
    ScoreOrder.sort(scores, carried, 3);
    assertThat(scores).containsExactly(0.9f, 0.5f, 0.2f, 7f);
    assertThat(carried).containsExactly(9, 5, 2, 7);
  }

  /** The first step swaps the outer two of three equal scores, and nothing swaps them back. */
  @Test
  void leavesEqualScoresAsTheSwapsLeaveThem() {
    float[] scores = {1f, 1f, 1f};
    int[] carried = {0, 1, 2};
    ScoreOrder.sort(scores, carried, 3);
    assertThat(carried).containsExactly(2, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 31, 1021, 100_003})
  void sortsAnyNumber(int n) {
    int seed = 17;
    Random random = new Random(seed);
    float[] scores = new float[n];
    int[] carried = new int[n];
    for (int i = 0; i < n; i++) {
      // Few values, so that most are equal to others.
      scores[i] = random.nextInt(50);
      carried[i] = (int) scores[i];
    }
    float[] expected = scores.clone();
    Arrays.sort(expected);
    ScoreOrder.sort(scores, carried, n);
    for (int i = 0; i < n; i++) {
      assertThat(scores[i]).as("score %d, seed %d", i, seed).isEqualTo(expected[n - 1 - i]);
      assertThat((float) carried[i]).as("carried %d, seed %d", i, seed).isEqualTo(scores[i]);
    }
  }
}
