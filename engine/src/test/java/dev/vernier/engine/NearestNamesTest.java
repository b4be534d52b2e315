package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  private static final List<String> KNOWN = List.of("data", "conv1", "conv2", "prob");

  @Test
  void namesTheNearestFirst() {
    assertThat(NearestNames.suggest("conv22", KNOWN))
        .isEqualTo("; did you mean \"conv2\", \"conv1\"?");
  }

  @Test
  void saysNothingWhenNothingIsNear() {
    assertThat(NearestNames.suggest("a-name-unlike-any", KNOWN)).isEmpty();
  }
}
