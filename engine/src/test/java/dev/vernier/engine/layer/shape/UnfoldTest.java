package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class UnfoldTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Unfold): ";

  @Test
  void gathersWindows() {
    Mat top = OneLayerNet.of("Unfold", "1=2").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 1, 2, 3, 4, 4, 5);
  }

  @Test
  void gathersWithBorderStrideAndDilation() {
    Mat top =
        OneLayerNet.of("Unfold", "1=2 11=1 2=2 3=2 4=1 14=0 18=7.0")
            .run(OneLayerNet.counting(3, 3, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(2, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(7, 1, 1, 7, 7, 4, 4, 7);
  }

  @Test
  void keepsTheSizeUnderSamePads() {
    Mat top = OneLayerNet.of("Unfold", "1=2 11=1 4=-233").run(OneLayerNet.counting(2, 3, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 1, 2, 0);
    Mat lower =
        OneLayerNet.of("Unfold", "1=2 11=1 4=-234").run(OneLayerNet.counting(2, 3, 1, 1, 1));
    assertThat(OneLayerNet.values(lower)).containsExactly(0, 0, 1, 0, 1, 2);
  }

  @Test
  void gathersWholeNumbers() {
    assertThat(
            OneLayerNet.of("Unfold", "1=1")
                .run(Mat.wrap(new byte[] {1, 2}, 2, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2);
  }

  @Test
  void rejectsWhatItCannotUnfold() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Unfold", "1=3").run(OneLayerNet.counting(2, 3, 2, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (3, 2) float32, expected one in whose border a window of 3 x 3"
                + " fits");
    assertThatThrownBy(() -> OneLayerNet.of("Unfold", "1=1").run(Mat.of(1)))
        .hasMessage(AT + "bottom \"in0\" is (1) float32, expected two or three dimensions");
    assertThatThrownBy(() -> OneLayerNet.of("Unfold", "").net())
        .hasMessage(AT + "kernel_w is 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("Unfold", "1=1 4=-233 14=0").net())
        .hasMessage(AT + "pads are [-233, -233, 0, 0], must be at least 0, or all -233 or -234");
  }
}
