package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PowerTest {

  @Test
  void followsItsDefinition() {
    Mat top = OneLayerNet.of("Power", "0=2 1=3 2=1").run(Mat.of(-1, 0, 1));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {4, 1, 16}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Power", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Power): bottom \"in0\" is (2) int8, expected float32");
  }
}
