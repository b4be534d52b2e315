package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ErfTest {

  /** Values from tables of the function. */
  @Test
  void isTheErrorFunction() {
    Mat top = OneLayerNet.of("Erf", "").run(OneLayerNet.counting(3, 1, 1, 1, 1));
    assertThat(OneLayerNet.values(top)).containsExactly(0);
    assertThat(
            OneLayerNet.values(
                OneLayerNet.of("Erf", "").run(Mat.of(0.1f, 0.5f, -1, 2, -3, 50, -50))))
        .containsExactly(
            new float[] {0.1124629f, 0.5204999f, -0.8427008f, 0.9953223f, -0.9999779f, 1, -1},
            Offset.offset(3e-7f));
  }

  @Test
  void rejectsIntegers() {
    assertThatThrownBy(() -> OneLayerNet.of("Erf", "").run(Mat.create(Mat.Type.INT32, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("bottom \"in0\" is (2) int32, expected float32");
  }
}
