package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CELUTest {

  @Test
  void followsItsDefinition() {
    Mat top = OneLayerNet.of("CELU", "0=2").run(Mat.of(-2, 0, 3));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-1.2642411f, 0, 3}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("CELU", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(CELU): bottom \"in0\" is (2) int8, expected float32");
  }
}
