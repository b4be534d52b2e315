package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {

  @Test
  void takesAListWithAndWithoutBrackets() {
    assertThat(Lists.groups("--mean", List.of("104, 117,123")))
        .containsExactly(List.of("104", "117", "123"));
    assertThat(Lists.groups("--mean", List.of("[104,117,123]")))
        .containsExactly(List.of("104", "117", "123"));
  }

  @Test
  void takesAListAnInputAsNcnn2tableWritesThem() {
    assertThat(Lists.groups("--mean", List.of("[1,2,3], [4]", "5,6")))
        .containsExactly(List.of("1", "2", "3"), List.of("4"), List.of("5", "6"));
    assertThat(Lists.groups("--mean", List.of("[],[4]"))).containsExactly(List.of(), List.of("4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2", "1,2]", "[1][2]", "[1],,[2]", "[[1]]"})
  void refusesBracketsThatDoNotMatch(String value) {
    assertThatThrownBy(() -> Lists.groups("--mean", List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--mean is \"" + value + "\", expected numbers such as [104,117,123]");
  }

  @Test
  void namesTheElementThatIsNoNumber() {
    assertThatThrownBy(() -> Lists.floats("--norm", List.of("1", "x")))
        .hasMessage("--norm holds \"x\", expected a number");
    assertThatThrownBy(() -> Lists.integers("--shape", List.of("2.5")))
        .hasMessage("--shape holds \"2.5\", expected a whole number");
  }
}
