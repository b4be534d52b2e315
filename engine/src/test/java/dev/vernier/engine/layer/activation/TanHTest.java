package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TanHTest {

  @Test
  void isOddAndEndsAtOne() {
    Mat top = OneLayerNet.of("TanH", "").run(Mat.of(-20, -1, 0, 1, 20));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-1, -0.7615942f, 0, 0.7615942f, 1}, Offset.offset(2e-7f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("TanH", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(TanH): bottom \"in0\" is (2) int8, expected float32");
  }
}
