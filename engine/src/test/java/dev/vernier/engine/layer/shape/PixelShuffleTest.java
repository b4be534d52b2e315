package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class PixelShuffleTest {
  private static final String AT = "net.param line 4: layer \"layer\" (PixelShuffle): ";

  @Test
  void takesTheTopsChannelOutermost() {
    Mat top = OneLayerNet.of("PixelShuffle", "0=2").run(OneLayerNet.counting(3, 1, 1, 1, 8));
    assertThat(top.describe()).isEqualTo("(2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void takesThePlaceOutermost() {
    Mat top = OneLayerNet.of("PixelShuffle", "0=2 1=1").run(OneLayerNet.counting(3, 1, 1, 1, 8));
    assertThat(top.describe()).isEqualTo("(2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
  }

  @Test
  void interleavesRowsAndColumns() {
    Mat top = OneLayerNet.of("PixelShuffle", "0=2").run(OneLayerNet.counting(3, 2, 1, 1, 5));
    assertThat(top.describe()).isEqualTo("(4, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
  }

  @Test
  void movesWholeNumbers() {
    assertThat(
            OneLayerNet.of("PixelShuffle", "0=2")
                .run(Mat.wrap(new byte[] {1, 2, 3, 4}, 3, 1, 1, 1, 4))
                .copy()
                .bytes())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void rejectsTooFewChannels() {
    assertThatThrownBy(
            () ->
                OneLayerNet.of("PixelShuffle", "0=65536").run(OneLayerNet.counting(3, 1, 1, 1, 4)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 4) float32, expected at most three dimensions with at"
                + " least 4294967296 channels");
  }
}
