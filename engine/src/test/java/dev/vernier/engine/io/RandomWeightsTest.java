package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomWeightsTest {
  private static final LayerSpec CONV =
      new LayerSpec(
          "Convolution",
          "conv1",
          List.of("data"),
          List.of("out"),
          ParamDict.EMPTY,
          "net.param line 4");

  @Test
  void aSeedGivesTheSameWeightsAgain() {
    RandomWeights first = new RandomWeights(7);
    RandomWeights again = new RandomWeights(7);

    assertThat(again.tagged(1000).toFloats()).isEqualTo(first.tagged(1000).toFloats());
    assertThat(again.raw(10)).isEqualTo(first.raw(10));
    assertThat(new RandomWeights(8).raw(10)).isNotEqualTo(new RandomWeights(7).raw(10));
  }

  @Test
  void taggedWeightsAreCentredWithTheDocumentedVariance() {
    float[] weights = new RandomWeights(7).tagged(10_000).toFloats();

    double sum = 0;
    double squares = 0;
    for (float weight : weights) {
      assertThat(weight).isBetween(-0.1733f, 0.1733f);
      sum += weight;
      squares += (double) weight * weight;
    }
    assertThat(sum / weights.length).isBetween(-0.005, 0.005);
    assertThat(squares / weights.length).isBetween(0.0095, 0.0105);
  }

  @Test
  void rawWeightsServeAsVariancesAndScales() {
    float[] weights = new RandomWeights(7).raw(10_000);

    float least = 2;
    float most = 0;
    for (float weight : weights) {
      least = Math.min(least, weight);
      most = Math.max(most, weight);
    }
    assertThat(least).isBetween(0.9f, 0.901f);
    assertThat(most).isBetween(1.099f, 1.1f);
  }

  @Test
  void activationsStayFiniteAndNormalThroughADeepNet() {
    RandomWeights source = new RandomWeights(7);
    int width = 64;
    float[] activations = source.raw(width);
    for (int depth = 0; depth < 300; depth++) {
      float[] weights = source.tagged(width * width).toFloats();
      float[] sums = source.raw(width);
      for (int out = 0; out < width; out++) {
        for (int in = 0; in < width; in++) {
          sums[out] += weights[out * width + in] * activations[in];
        }
        sums[out] = Math.max(0f, sums[out]);
      }
      activations = sums;
    }

    float most = 0;
    for (float activation : activations) {
      most = Math.max(most, activation);
    }
    assertThat(most).isBetween(0.1f, 1e6f);
  }

  @Test
  void rejectsNegativeCounts() {
    assertThatThrownBy(() -> new RandomWeights(7, 4000).raw(-1))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("random weights: -1 asked for, memory is left for 1000");
  }

  @Test
  void refusesWeightsThatMemoryCannotHold() {
    RandomWeights source = new RandomWeights(7, 4000);
    source.startLayer(CONV);
    source.raw(400);

    assertThatThrownBy(() -> source.tagged(2_000_000_000))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "random weights: layer \"conv1\" (Convolution): 2000000000 asked for, memory is left"
                + " for 600");
  }
}
