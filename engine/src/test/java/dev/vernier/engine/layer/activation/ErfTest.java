package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ErfTest {

  @Test
  void followsTheTables() {
    Mat top = OneLayerNet.of("Erf", "").run(Mat.of(0, 0.5f, -1, 2, 10, -0.001f, 3, -100));
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {0, 0.5204999f, -0.8427008f, 0.9953223f, 1, -0.0011283788f, 0.9999779f, -1},
            Offset.offset(2e-7f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Erf", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Erf): bottom \"in0\" is (2) int8, expected float32");
  }
}
