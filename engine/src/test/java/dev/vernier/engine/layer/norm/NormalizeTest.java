package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NormalizeTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Normalize): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("Normalize", params);
  }

  private static Mat bottom() {
    return Mat.wrap(new float[] {3, 0, 4, 5}, 3, 2, 1, 1, 2);
  }

  @Test
  void takesTheNormOverThePositionsOfAChannel() {
    OneLayerNet net = layer("0=1 4=0 2=0.0 3=2").raw(2, 1);
    float root = (float) Math.sqrt(41);
    assertThat(OneLayerNet.values(net.run(bottom())))
        .containsExactly(new float[] {2, 0, 4 / root, 5 / root}, ROUNDING);
  }

  @Test
  void takesTheNormOverTheChannelsOfAPosition() {
    assertThat(OneLayerNet.values(layer("2=0.0 3=2").raw(1, 2).run(bottom())))
        .containsExactly(new float[] {0.6f, 0, 1.6f, 2}, ROUNDING);
  }

  @Test
  void takesTheNormOverTheWholeBlob() {
    float root = (float) Math.sqrt(50);
    assertThat(OneLayerNet.values(layer("0=1 1=1 2=0.0 3=1").raw(2).run(bottom())))
        .containsExactly(new float[] {6 / root, 0, 8 / root, 10 / root}, ROUNDING);
  }

  @Test
  void leavesTheBlobAloneAcrossNothing() {
    assertThat(OneLayerNet.values(layer("4=0 1=1 3=1").raw(2).run(bottom())))
        .containsExactly(3, 0, 4, 5);
  }

  /** A single 4 with eps 9: 4 / 5, 4 / 9 and 4 / 4. */
  @Test
  void keepsTheDivisorFromZeroByMode() {
    float[] expected = {0.8f, 4 / 9f, 1f};
    for (int mode = 0; mode < 3; mode++) {
      assertThat(OneLayerNet.values(layer("2=9.0 3=1 9=" + mode).raw(1).run(Mat.of(4))))
          .as("eps_mode %d", mode)
          .containsExactly(new float[] {expected[mode]}, ROUNDING);
    }
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("").net())
        .hasMessage(AT + "scale_data_size is 0, must be at least 1");
    assertThatThrownBy(() -> layer("3=1").raw(1).run(bottom()))
        .hasMessage(
            AT + "bottom \"in0\" is (2, 1, 2) float32, expected float32 of at most 1 channels");
  }
}
