package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GroupNormTest {
  private static final String AT = "net.param line 4: layer \"layer\" (GroupNorm): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("GroupNorm", params);
  }

  @Test
  void normalisesGroupsOfChannelsAndScalesEachChannel() {
    Mat rows = Mat.wrap(new float[] {1, 1, 3, 3, 10, 10, 30, 30}, 2, 2, 4, 1, 1);
    OneLayerNet net = layer("0=2 1=4 2=0.0").raw(1, 2, 3, 4).raw(0, 0, 0, 1);
    assertThat(OneLayerNet.values(net.run(rows)))
        .containsExactly(new float[] {-1, -1, 2, 2, -3, -3, 5, 5}, ROUNDING);
    assertThat(net.layer().weightBytes()).isEqualTo(32);
  }

  @Test
  void takesElementsOfAVectorAsChannels() {
    OneLayerNet net = layer("0=2 1=4 2=0.0").raw(1, 2, 3, 4).raw(0, 0, 0, 1);
    assertThat(OneLayerNet.values(net.run(Mat.of(1, 3, 10, 30))))
        .containsExactly(new float[] {-1, 2, -3, 5}, ROUNDING);
  }

  @Test
  void takesFourDimensionsWithoutAffine() {
    Mat cubes = Mat.wrap(new float[] {1, 3, 10, 30}, 4, 1, 1, 2, 2);
    assertThat(OneLayerNet.values(layer("0=2 1=2 2=0.0 3=0").run(cubes)))
        .containsExactly(new float[] {-1, 1, -1, 1}, ROUNDING);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("0=2 1=3 3=0").net())
        .hasMessage(AT + "channels is 3, must be a multiple of group, 2");
    assertThatThrownBy(() -> layer("0=0 1=3 3=0").net())
        .hasMessage(AT + "group is 0, must be at least 1");
    assertThatThrownBy(() -> layer("1=2 3=0").run(Mat.of(1, 2, 3)))
        .hasMessage(AT + "bottom \"in0\" is (3) float32, expected float32 of 2 channels");
  }
}
