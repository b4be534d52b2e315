package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DiagTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Diag): ";

  @Test
  void makesASquare() {
    Mat top = OneLayerNet.of("Diag", "0=1").run(Mat.of(1, 2));
    assertThat(top.describe()).isEqualTo("(3, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 0, 0, 2, 0, 0, 0);
  }

  @Test
  void makesASquareBelow() {
    Mat top = OneLayerNet.of("Diag", "0=-1").run(Mat.of(1, 2));
    assertThat(top.describe()).isEqualTo("(3, 3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 0, 1, 0, 0, 0, 2, 0);
  }

  @Test
  void takesADiagonal() {
    Mat top = OneLayerNet.of("Diag", "0=1").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 5);
  }

  @Test
  void takesADiagonalBelow() {
    Mat top = OneLayerNet.of("Diag", "0=-1").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(1)");
    assertThat(OneLayerNet.values(top)).containsExactly(3);
  }

  @Test
  void takesWholeNumbers() {
    assertThat(
            OneLayerNet.of("Diag", "")
                .run(Mat.wrap(new byte[] {1, 2, 3, 4}, 2, 2, 2, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 4);
  }

  @Test
  void rejectsDiagonalsOutside() {
    assertThatThrownBy(() -> OneLayerNet.of("Diag", "0=3").run(OneLayerNet.counting(2, 3, 2, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (3, 2) float32, expected one that reaches diagonal 3");
    assertThatThrownBy(
            () -> OneLayerNet.of("Diag", "0=-2147483648").run(OneLayerNet.counting(2, 3, 2, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (3, 2) float32, expected one that reaches diagonal"
                + " -2147483648");
    assertThatThrownBy(() -> OneLayerNet.of("Diag", "0=2147483647").run(Mat.of(1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1) float32, expected one whose square of 2147483648 rows has"
                + " below 2^31 elements");
    assertThatThrownBy(() -> OneLayerNet.of("Diag", "").run(OneLayerNet.counting(3, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 1) float32, expected one or two dimensions");
  }
}
