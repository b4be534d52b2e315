package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class FlipTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Flip): ";

  @Test
  void turnsOneAxis() {
    Mat top = OneLayerNet.of("Flip", "-23300=1,0").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 4, 5, 0, 1, 2);
  }

  @Test
  void turnsTheInnermost() {
    Mat top = OneLayerNet.of("Flip", "-23300=1,-1").run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(2, 1, 0, 5, 4, 3);
  }

  @Test
  void turnsDepthAndChannels() {
    Mat top = OneLayerNet.of("Flip", "-23300=2,0,1").run(OneLayerNet.counting(4, 1, 2, 2, 2));
    assertThat(top.describe()).isEqualTo("(1, 2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(6, 7, 4, 5, 2, 3, 0, 1);
  }

  @Test
  void turnsVectorsWhateverTheAxis() {
    Mat top = OneLayerNet.of("Flip", "-23300=1,3").run(OneLayerNet.counting(1, 3, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(3)");
    assertThat(OneLayerNet.values(top)).containsExactly(2, 1, 0);
  }

  @Test
  void passesOverAxesThatTheBottomLacks() {
    Mat top = OneLayerNet.of("Flip", "-23300=1,3").run(OneLayerNet.counting(2, 3, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(3, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2);
  }

  @Test
  void turnsWholeNumbers() {
    assertThat(
            OneLayerNet.of("Flip", "-23300=1,0")
                .run(Mat.wrap(new byte[] {1, 2, 3}, 1, 3, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(3, 2, 1);
    assertThat(
            OneLayerNet.of("Flip", "-23300=1,0")
                .run(Mat.wrap(new int[] {1, 2, 3}, 1, 3, 1, 1, 1))
                .copy()
                .ints())
        .containsExactly(3, 2, 1);
  }

  @Test
  void rejectsFiveAxes() {
    assertThatThrownBy(() -> OneLayerNet.of("Flip", "-23300=5,0,1,2,3,0").net())
        .hasMessage(AT + "axes has 5 values, must have at most 4");
  }
}
