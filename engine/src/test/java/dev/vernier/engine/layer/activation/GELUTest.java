package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Φ(1) is 0.8413447, Φ(−2) is 0.0227501. */
class GELUTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  @Test
  void weighsByTheNormalDistribution() {
    assertThat(OneLayerNet.values(OneLayerNet.of("GELU", "").run(Mat.of(0, 1, -2, 30, -30))))
        .containsExactly(new float[] {0, 0.8413447f, -0.0455003f, 30, 0}, ROUNDING);
  }

  @Test
  void approximatesByTanh() {
    assertThat(OneLayerNet.values(OneLayerNet.of("GELU", "0=1").run(Mat.of(0, 1, -2))))
        .containsExactly(new float[] {0, 0.8411920f, -0.0454023f}, ROUNDING);
  }

  @Test
  void rejectsIntegers() {
    assertThatThrownBy(() -> OneLayerNet.of("GELU", "").run(Mat.create(Mat.Type.INT8, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (GELU): bottom \"in0\" is (2) int8, expected"
                + " float32");
  }
}
