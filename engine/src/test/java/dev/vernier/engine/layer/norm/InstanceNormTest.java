package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class InstanceNormTest {
  private static final String AT = "net.param line 4: layer \"layer\" (InstanceNorm): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("InstanceNorm", params);
  }

  @Test
  void normalisesEachChannelThenScalesAndShiftsIt() {
    Mat bottom = Mat.wrap(new float[] {1, 3, 10, 30}, 3, 2, 1, 1, 2);
    OneLayerNet net = layer("0=2 1=0.0").raw(2, 3).raw(10, 20);
    assertThat(OneLayerNet.values(net.run(bottom)))
        .containsExactly(new float[] {8, 12, 17, 23}, ROUNDING);
    assertThat(net.layer().weightBytes()).isEqualTo(16);
  }

  @Test
  void takesAVectorAsOneChannelAndAddsEpsToTheVariance() {
    assertThat(OneLayerNet.values(layer("1=3.0 2=0").run(Mat.of(1, 3))))
        .containsExactly(new float[] {-0.5f, 0.5f}, ROUNDING);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("").net()).hasMessage(AT + "channels is 0, must be at least 1");
    assertThatThrownBy(() -> layer("0=2").raw(1, 1).raw(0, 0).run(Mat.of(1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (2) float32, expected float32 of 2 channels");
  }
}
