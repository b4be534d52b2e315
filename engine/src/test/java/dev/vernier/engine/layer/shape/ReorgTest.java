package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class ReorgTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Reorg): ";

  @Test
  void putsTheChannelOutermost() {
    Mat top = OneLayerNet.of("Reorg", "0=2").run(OneLayerNet.counting(3, 2, 2, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 8)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void putsThePlaceOutermost() {
    Mat top = OneLayerNet.of("Reorg", "0=2 1=1").run(OneLayerNet.counting(3, 2, 2, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 8)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
  }

  @Test
  void dropsWhatIsLeftOver() {
    Mat top = OneLayerNet.of("Reorg", "0=2").run(OneLayerNet.counting(2, 5, 3, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 2, 1, 3, 5, 7, 6, 8);
  }

  @Test
  void movesWholeNumbers() {
    assertThat(
            OneLayerNet.of("Reorg", "0=2")
                .run(Mat.wrap(new byte[] {1, 2, 3, 4}, 3, 2, 2, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void rejectsBlobsSmallerThanABlock() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Reorg", "0=3").run(OneLayerNet.counting(3, 2, 3, 1, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2, 3, 1) float32, expected at most three dimensions with w"
                + " and h of at least 3");
    assertThatThrownBy(() -> OneLayerNet.of("Reorg", "1=2").net())
        .hasMessage(AT + "mode is 2, must be at most 1");
  }
}
