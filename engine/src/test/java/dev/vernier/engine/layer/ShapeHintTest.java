package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.io.ParamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeHintTest {

  @Test
  void readsBothOfNcnnsForms() {
    assertThat(hints(2, "-23330=8,3,28,27,26,2,5,6,1"))
        .containsExactly(new ShapeHint(3, 28, 27, 1, 26), new ShapeHint(2, 5, 6, 1, 1));
    assertThat(hints(2, "-23330=10,4,2,3,4,5,1,7,1,1,1"))
        .containsExactly(new ShapeHint(4, 2, 3, 4, 5), new ShapeHint(1, 7, 1, 1, 1));
  }

  @Test
  void showsShapesInnermostFirst() {
    assertThat(hints(2, "-23330=10,4,2,3,4,5,1,7,1,1,1"))
        .extracting(ShapeHint::describe)
        .containsExactly("(2, 3, 4, 5)", "(7)");
    assertThat(hints(2, "-23330=8,3,28,27,26,2,5,6,1"))
        .extracting(ShapeHint::describe)
        .containsExactly("(28, 27, 26)", "(5, 6)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30=4",
        "30=\"a\"",
        "-23330=3,1,2,3",
        "-23330=6,1,2,3,4,5,6",
        "-23330=4,4,1,1,1",
        "-23330=4,0,1,1,1",
        "-23330=4,3,1,-1,1",
        "-23330=5,5,1,1,1,1",
        "-23330=4,1.5,2.5,1.0,1.0"
      })
  void isNoneWhereTheFileGivesNoneThatFits(String parameter) {
    assertThat(hints(1, parameter)).isEmpty();
  }

  private static List<ShapeHint> hints(int tops, String parameter) {
    String line = "Input in 0 " + tops + (tops == 1 ? " a " : " a b ") + parameter;
    String file = "7767517\n1 " + tops + "\n" + line + "\n";
    byte[] bytes = file.getBytes(StandardCharsets.US_ASCII);
    return ShapeHint.of(ParamReader.read(bytes, "net.param").layers().get(0));
  }
}
