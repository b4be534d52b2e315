package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class FlattenTest {
  private static final String AT = "net.param line 3: layer \"layer\" (Flatten): ";

  @Test
  void makesAVectorOfFourDimensions() {
    Mat top = OneLayerNet.of("Flatten", "").run(OneLayerNet.counting(4, 1, 2, 2, 2));
    assertThat(top.describe()).isEqualTo("(8)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void keepsTheType() {
    assertThat(
            OneLayerNet.of("Flatten", "")
                .run(Mat.wrap(new byte[] {1, 2, 3, 4}, 2, 2, 2, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void rejectsALayerWithoutABottom() {
    assertThatThrownBy(() -> OneLayerNet.of("Flatten", "").blobs(0, 1).net())
        .hasMessage(AT + "has 0 bottoms, must have at least 1");
  }
}
