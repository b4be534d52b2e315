package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class PaddingTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Padding): ";

  @Test
  void addsAConstant() {
    Mat top =
        OneLayerNet.of("Padding", "0=1 1=0 2=1 3=2 5=9.0").run(OneLayerNet.counting(2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(5, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(9, 9, 9, 9, 9, 9, 0, 1, 9, 9);
  }

  @Test
  void repeatsTheEdge() {
    Mat top =
        OneLayerNet.of("Padding", "0=1 1=1 2=2 3=1 4=1").run(OneLayerNet.counting(2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(5, 3)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1);
  }

  @Test
  void mirrors() {
    Mat top = OneLayerNet.of("Padding", "1=1 2=2 3=1 4=2").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(6, 3)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(2, 1, 0, 1, 2, 1, 5, 4, 3, 4, 5, 4, 2, 1, 0, 1, 2, 1);
  }

  @Test
  void padsVectorsAlongTheirLength() {
    Mat top = OneLayerNet.of("Padding", "0=3 2=1").run(Mat.of(1, 2));
    assertThat(top.describe()).isEqualTo("(3)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2);
  }

  @Test
  void addsChannels() {
    Mat top = OneLayerNet.of("Padding", "7=1 8=2 5=7.0").run(OneLayerNet.counting(3, 1, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 5)");
    assertThat(OneLayerNet.values(top)).containsExactly(7, 0, 1, 7, 7);
  }

  @Test
  void mirrorsChannels() {
    Mat top = OneLayerNet.of("Padding", "4=2 7=1 8=1").run(OneLayerNet.counting(3, 1, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void addsPlanes() {
    Mat top = OneLayerNet.of("Padding", "4=1 7=1 8=1").run(OneLayerNet.counting(4, 1, 1, 2, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 4, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void takesAConstantAChannel() {
    Mat top =
        OneLayerNet.of("Padding", "2=1 6=2").raw(5, 6).run(OneLayerNet.counting(3, 1, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(5, 0, 6, 1);
  }

  @Test
  void padsWholeNumbers() {
    assertThat(
            OneLayerNet.of("Padding", "2=1 5=-3.7")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(-3, 1, 2);
    assertThat(
            OneLayerNet.of("Padding", "3=1 4=2")
                .run(Mat.wrap(new int[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .ints())
        .containsExactly(1, 2, 1);
  }

  @Test
  void rejectsWhatItCannotPad() {
    assertThatThrownBy(() -> OneLayerNet.of("Padding", "2=2 4=2").run(Mat.of(1, 2)))
        .hasMessage(
            AT + "bottom \"in0\" is (2) float32, expected sizes beyond the reflected border of 2");
    assertThatThrownBy(
            () ->
                OneLayerNet.of("Padding", "7=1 6=2")
                    .raw(5, 6)
                    .run(OneLayerNet.counting(3, 1, 1, 1, 2)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 2) float32, expected at most 2 channels in the top, one"
                + " for each constant");
    assertThatThrownBy(() -> OneLayerNet.of("Padding", "2=2147483647").run(Mat.of(1, 2)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2) float32, expected one that does not grow to 2147483649"
                + " along an axis");
    assertThatThrownBy(() -> OneLayerNet.of("Padding", "4=3").net())
        .hasMessage(AT + "type is 3, must be at most 2");
    assertThatThrownBy(() -> OneLayerNet.of("Padding", "0=-1").net())
        .hasMessage(AT + "top is -1, must be at least 0");
  }
}
