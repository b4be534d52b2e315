package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GELUTest {

  @Test
  void weighsByTheNormalDistribution() {
    Mat top = OneLayerNet.of("GELU", "").run(Mat.of(0, 1, -1, 2, 20, -20, 3, 0.5f));
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {0, 0.8413447f, -0.1586553f, 1.9544997f, 20, 0, 2.9959503f, 0.3457312f},
            Offset.offset(1e-6f));
  }

  @Test
  void goesThroughTanhWhereFast() {
    Mat top = OneLayerNet.of("GELU", "0=1").run(Mat.of(0, 1, -1, 2, 20, -20, 3, 0.5f));
    assertThat(OneLayerNet.values(top))
        .containsExactly(
            new float[] {0, 0.8411919f, -0.1588081f, 1.9545977f, 20, 0, 2.9963627f, 0.3457140f},
            Offset.offset(1e-6f));
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("GELU", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(GELU): bottom \"in0\" is (2) int8, expected float32");
  }
}
