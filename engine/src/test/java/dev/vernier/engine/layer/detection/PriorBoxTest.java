package dev.vernier.engine.layer.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class PriorBoxTest {
  private static final String AT = "net.param line 4: layer \"layer\" (PriorBox): ";

  @Test
  void putsASquareAroundEachPosition() {
    Mat top =
        OneLayerNet.of("PriorBox", "-23300=1,4.0 9=8 10=8 13=0.5")
            .run(OneLayerNet.counting(3, 2, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(8, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            0, 0.25f, 0.5f, 0.75f, 0.5f, 0.25f, 1, 0.75f, 0.1f, 0.1f, 0.2f, 0.2f, 0.1f, 0.1f, 0.2f,
            0.2f);
  }

  @Test
  void givesUnitBoxesWithoutAnImage() {
    Mat top =
        OneLayerNet.of("PriorBox", "-23300=1,0.5 -23302=2,1.0,4.0 8=1 9=-233 10=-233 13=0.5")
            .run(OneLayerNet.counting(3, 1, 1, 1, 1));
    assertThat(OneLayerNet.values(top))
        .containsExactly(0.25f, 0.25f, 0.75f, 0.75f, 0, 0.375f, 1, 0.625f);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> OneLayerNet.of("PriorBox", "").net())
        .hasMessage(AT + "min_sizes is empty, must hold at least 1 size");
    assertThatThrownBy(() -> OneLayerNet.of("PriorBox", "-23300=1,4.0 9=-233 10=8").run(Mat.of(1)))
        .hasMessage(AT + "bottom \"in0\" is (1) float32, expected to be followed by the image");
  }
}
