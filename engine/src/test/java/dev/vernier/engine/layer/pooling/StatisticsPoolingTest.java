package dev.vernier.engine.layer.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StatisticsPoolingTest {
  private static final String AT = "net.param line 4: layer \"layer\" (StatisticsPooling): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("StatisticsPooling", params);
  }

  private static Mat bottom() {
    return Mat.wrap(new float[] {1, 3, 10, 30}, 3, 2, 1, 1, 2);
  }

  @Test
  void givesMeansAndDeviations() {
    assertThat(OneLayerNet.values(layer("").run(bottom()))).containsExactly(2, 20);
    assertThat(OneLayerNet.values(layer("0=1").run(bottom())))
        .containsExactly(new float[] {2, 20, 1, 10}, ROUNDING);
  }

  @Test
  void rejectsIntegers() {
    assertThatThrownBy(() -> layer("").run(Mat.wrap(new byte[2], 1, 2, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (2) int8, expected float32");
  }
}
