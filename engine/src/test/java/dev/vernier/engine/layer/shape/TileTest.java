package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class TileTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Tile): ";

  @Test
  void repeatsRows() {
    Mat top = OneLayerNet.of("Tile", "0=0 1=2").run(OneLayerNet.counting(2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void repeatsColumns() {
    Mat top = OneLayerNet.of("Tile", "0=1 1=2").run(OneLayerNet.counting(2, 2, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(4, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
  }

  @Test
  void repeatsPlanes() {
    Mat top = OneLayerNet.of("Tile", "0=1 1=2").run(OneLayerNet.counting(4, 1, 1, 2, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 4, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
  }

  @Test
  void repeatsEveryAxis() {
    Mat top = OneLayerNet.of("Tile", "-23302=2,2,2").run(OneLayerNet.counting(2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(4, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void addsDimensions() {
    Mat top = OneLayerNet.of("Tile", "-23302=3,2,1,1").run(OneLayerNet.counting(1, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void addsDimensionsWithoutRepeating() {
    Mat top = OneLayerNet.of("Tile", "-23302=2,1,1").run(OneLayerNet.counting(1, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1);
  }

  @Test
  void repeatsPlanesOfFourUnderThree() {
    Mat top = OneLayerNet.of("Tile", "-23302=3,2,1,1").run(OneLayerNet.counting(4, 1, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void keepsChannelsUnderFour() {
    Mat top = OneLayerNet.of("Tile", "-23302=4,2,2,1,1").run(OneLayerNet.counting(3, 1, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
  }

  @Test
  void passesOverAnAxisThatTheBottomLacks() {
    Mat top = OneLayerNet.of("Tile", "0=2 1=5").run(OneLayerNet.counting(2, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1);
  }

  @Test
  void repeatsWholeNumbers() {
    assertThat(
            OneLayerNet.of("Tile", "1=2")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2, 1, 2);
  }

  @Test
  void rejectsWrongRepeats() {
    assertThatThrownBy(() -> OneLayerNet.of("Tile", "1=0").net())
        .hasMessage(AT + "tiles is 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("Tile", "-23302=1,0").net())
        .hasMessage(AT + "repeats holds 0, must be at least 1");
    assertThatThrownBy(() -> OneLayerNet.of("Tile", "-23302=5,1,1,1,1,1").net())
        .hasMessage(AT + "repeats has 5 values, must have at most 4");
    assertThatThrownBy(() -> OneLayerNet.of("Tile", "1=2147483647").run(Mat.of(1, 2)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (2) float32, expected one whose repeated sizes stay below"
                + " 2^31");
  }
}
