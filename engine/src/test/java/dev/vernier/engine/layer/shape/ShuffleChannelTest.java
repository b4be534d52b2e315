package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class ShuffleChannelTest {
  private static final String AT = "net.param line 4: layer \"layer\" (ShuffleChannel): ";

  @Test
  void takesAChannelOfEachGroup() {
    Mat top = OneLayerNet.of("ShuffleChannel", "0=2").run(OneLayerNet.counting(3, 1, 1, 1, 6));
    assertThat(top.describe()).isEqualTo("(1, 1, 6)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void undoesTheShuffle() {
    Mat top =
        OneLayerNet.of("ShuffleChannel", "0=2 1=1")
            .run(Mat.wrap(new float[] {0, 3, 1, 4, 2, 5}, 3, 1, 1, 1, 6));
    assertThat(top.describe()).isEqualTo("(1, 1, 6)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void movesWholeChannelsOfWholeNumbers() {
    assertThat(
            OneLayerNet.of("ShuffleChannel", "0=2")
                .run(Mat.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 1, 1, 2, 4))
                .copy()
                .bytes())
        .containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
  }

  @Test
  void rejectsGroupsThatDoNotDivide() {
    assertThatThrownBy(
            () -> OneLayerNet.of("ShuffleChannel", "0=4").run(OneLayerNet.counting(3, 1, 1, 1, 6)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 6) float32, expected a multiple of 4 channels");
    assertThatThrownBy(() -> OneLayerNet.of("ShuffleChannel", "0=0").net())
        .hasMessage(AT + "group is 0, must be at least 1");
  }
}
