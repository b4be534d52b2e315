package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClipTest {

  @Test
  void holdsElementsBetweenBounds() {
    Mat top = OneLayerNet.of("Clip", "0=-1 1=2").run(Mat.of(-3, -1, 0.5f, 2, 9));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-1, -1, 0.5f, 2, 2}, Offset.offset(0f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Clip", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Clip): bottom \"in0\" is (2) int8, expected float32");
  }
}
