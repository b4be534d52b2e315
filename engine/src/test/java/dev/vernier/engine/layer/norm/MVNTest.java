package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MVNTest {
  private static final String AT = "net.param line 4: layer \"layer\" (MVN): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("MVN", params);
  }

  private static Mat bottom() {
    return Mat.wrap(new float[] {1, 3, 11, 13}, 3, 2, 1, 1, 2);
  }

  @Test
  void subtractsTheMeanOfAChannelOrOfTheBlob() {
    assertThat(OneLayerNet.values(layer("").run(bottom()))).containsExactly(-1, 1, -1, 1);
    assertThat(OneLayerNet.values(layer("1=1").run(bottom()))).containsExactly(-6, -4, 4, 6);
  }

  @Test
  void dividesByTheDeviationAndEps() {
    assertThat(OneLayerNet.values(layer("0=1 2=1.0").run(bottom())))
        .containsExactly(new float[] {-0.5f, 0.5f, -0.5f, 0.5f}, ROUNDING);
  }

  @Test
  void givesThreeDimensionsFromFewer() {
    assertThat(layer("").run(Mat.of(1, 3)).describe()).isEqualTo("(2, 1, 1)");
    assertThat(layer("").run(OneLayerNet.counting(4, 2, 2, 2, 1)).describe())
        .isEqualTo("(2, 2, 2, 1)");
  }

  @Test
  void rejectsIntegers() {
    assertThatThrownBy(() -> layer("").run(Mat.wrap(new byte[2], 1, 2, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (2) int8, expected float32");
  }
}
