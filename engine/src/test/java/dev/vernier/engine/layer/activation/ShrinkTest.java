package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ShrinkTest {

  @Test
  void followsItsDefinition() {
    Mat top = OneLayerNet.of("Shrink", "0=0.25 1=1").run(Mat.of(-2, -1, 1, 2));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-1.75f, 0, 0, 1.75f}, Offset.offset(0f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Shrink", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(Shrink): bottom \"in0\" is (2) int8, expected float32");
  }
}
