package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LRNTest {
  private static final String AT = "net.param line 4: layer \"layer\" (LRN): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("LRN", params);
  }

  @Test
  void dividesByNeighbouringChannels() {
    Mat bottom = Mat.wrap(new float[] {1, 2, 3}, 3, 1, 1, 1, 3);
    // Means of squares over 3: (1 + 4) / 3, (1 + 4 + 9) / 3, (4 + 9) / 3.
    assertThat(OneLayerNet.values(layer("1=3 2=3.0 3=1.0 4=1.0").run(bottom)))
        .containsExactly(new float[] {1 / 6f, 2 / 15f, 3 / 14f}, ROUNDING);
  }

  @Test
  void dividesByASquareOfTheChannel() {
    Mat row = Mat.wrap(new float[] {1, 2, 3}, 3, 3, 1, 1, 1);
    assertThat(OneLayerNet.values(layer("0=1 1=3 2=9.0 3=1.0 4=1.0").run(row)))
        .containsExactly(new float[] {1 / 6f, 2 / 15f, 3 / 14f}, ROUNDING);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("0=2").net())
        .hasMessage(AT + "region_type is 2, must be at most 1");
    assertThatThrownBy(() -> layer("").run(OneLayerNet.counting(4, 1, 1, 2, 1)))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 2, 1) float32, expected float32 of at most 3"
                + " dimensions");
  }
}
