package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DropoutTest {

  @Test
  void scales() {
    Mat top = OneLayerNet.of("Dropout", "0=0.5").run(Mat.of(-3, 0, 8));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-1.5f, 0, 4}, Offset.offset(0f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Dropout", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Dropout): bottom \"in0\" is (2) int8, expected float32");
  }
}
