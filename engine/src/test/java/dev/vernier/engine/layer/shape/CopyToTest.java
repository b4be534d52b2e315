package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class CopyToTest {
  private static final String AT = "net.param line 5: layer \"layer\" (CopyTo): ";

  private static Mat copy(String params, Mat self, Mat part) {
    return OneLayerNet.of("CopyTo", params).blobs(2, 1).run(self, part);
  }

  @Test
  void writesAtOffsets() {
    Mat top =
        copy(
            "0=1 1=1",
            OneLayerNet.counting(2, 3, 2, 1, 1),
            Mat.wrap(new float[] {8, 9}, 2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 8, 9);
  }

  @Test
  void writesAtStarts() {
    Mat top =
        copy(
            "-23309=2,-1,1 -23311=2,0,-1",
            OneLayerNet.counting(3, 2, 1, 1, 2),
            Mat.wrap(new float[] {9}, 3, 1, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 9);
  }

  @Test
  void writesPlanes() {
    Mat top =
        copy(
            "2=1 13=1",
            OneLayerNet.counting(4, 1, 1, 2, 2),
            Mat.wrap(new float[] {9}, 4, 1, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 9);
  }

  @Test
  void readsTheStartFromMinus233() {
    Mat top = copy("-23309=1,-233", Mat.of(1, 2, 3), Mat.of(9));
    assertThat(top.describe()).isEqualTo("(3)");
    assertThat(OneLayerNet.values(top)).containsExactly(9, 2, 3);
  }

  @Test
  void runsOnIntoTheNextRow() {
    Mat top =
        copy(
            "0=2",
            OneLayerNet.counting(2, 3, 2, 1, 1),
            Mat.wrap(new float[] {8, 9}, 2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 8, 9, 4, 5);
  }

  @Test
  void takesASecondBottomOfTheSameShape() {
    Mat top = copy("0=1", Mat.of(1, 2), Mat.of(3, 4));
    assertThat(top.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 4);
  }

  @Test
  void writesWholeNumbers() {
    assertThat(
            copy(
                    "0=1",
                    Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1),
                    Mat.wrap(new byte[] {9}, 1, 1, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 9);
  }

  @Test
  void rejectsPartsThatDoNotFit() {
    assertThatThrownBy(() -> copy("0=2", Mat.of(1, 2), Mat.of(9)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (1) float32, expected one that fits into (2) float32 at (2, 0,"
                + " 0, 0)");
    assertThatThrownBy(
            () ->
                copy(
                    "1=1",
                    OneLayerNet.counting(2, 1, 2, 1, 1),
                    OneLayerNet.counting(2, 1, 3, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (1, 3) float32, expected one that fits into (1, 2) float32 at"
                + " (0, 1, 0, 0)");
    assertThatThrownBy(() -> copy("", Mat.of(1, 2), Mat.wrap(new byte[] {9}, 1, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in1\" is (1) int8, expected a part of (2) float32");
    assertThatThrownBy(() -> copy("-23309=1,0", OneLayerNet.counting(2, 1, 2, 1, 1), Mat.of(9)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 2) float32, expected at most 1 dimensions, one for each"
                + " start");
    assertThatThrownBy(() -> copy("-23309=1,0 -23311=2,0,1", Mat.of(1), Mat.of(9)))
        .hasMessage(AT + "starts has 1 values, must have at least 2");
    assertThatThrownBy(() -> copy("0=-1", Mat.of(1), Mat.of(9)))
        .hasMessage(AT + "woffset is -1, must be at least 0");
  }
}
