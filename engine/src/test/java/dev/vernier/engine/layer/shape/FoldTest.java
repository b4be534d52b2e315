package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Fold): ";

  @Test
  void addsUpWindows() {
    Mat top =
        OneLayerNet.of("Fold", "1=2 20=3 21=2")
            .run(Mat.wrap(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 4, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 5, 4, 5, 13, 8);
  }

  @Test
  void leavesTheBorderOut() {
    Mat top =
        OneLayerNet.of("Fold", "1=2 11=1 3=2 4=1 14=0 20=2 21=1")
            .run(Mat.wrap(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 4, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 2, 7, 6);
  }

  @Test
  void rejectsOtherNumbersOfWindows() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Fold", "1=2 20=3 21=2").run(OneLayerNet.counting(2, 3, 4, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (3, 4) float32, expected (2, a multiple of 4) float32");
    assertThatThrownBy(() -> OneLayerNet.of("Fold", "1=4 20=3").net())
        .hasMessage(AT + "output is 3 x 3, which holds 0 windows with its border");
    assertThatThrownBy(() -> OneLayerNet.of("Fold", "1=1 4=-1 20=1").net())
        .hasMessage(AT + "pad_left is -1, must be at least 0");
  }
}
