package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SoftplusTest {

  @Test
  void followsItsDefinition() {
    Mat top = OneLayerNet.of("Softplus", "").run(Mat.of(-1, 0, 1, 100));
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {0.3132617f, 0.6931472f, 1.3132617f, 100}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Softplus", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Softplus): bottom \"in0\" is (2) int8, expected float32");
  }
}
