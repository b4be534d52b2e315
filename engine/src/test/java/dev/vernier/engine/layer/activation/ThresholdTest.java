package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ThresholdTest {

  @Test
  void followsItsDefinition() {
    Mat top = OneLayerNet.of("Threshold", "0=1").run(Mat.of(0, 1, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {0, 0, 1}, Offset.offset(0f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Threshold", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Threshold): bottom \"in0\" is (2) int8, expected float32");
  }
}
