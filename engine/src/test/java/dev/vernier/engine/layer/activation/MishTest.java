package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MishTest {

  @Test
  void isZeroAtZeroAndXFarAbove() {
    Mat top = OneLayerNet.of("Mish", "").run(Mat.of(-1, 0, 1, 30));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-0.3034015f, 0, 0.8650984f, 30}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Mish", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Mish): bottom \"in0\" is (2) int8, expected float32");
  }
}
