package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GLUTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 0 | (3, 4, 5, 1) |  0 | 60",
        " 1 | (3, 4, 2, 2) |  0 | 24",
        " 2 | (3, 2, 5, 2) |  0 |  6",
        " 3 | (1, 4, 5, 2) |  0 |  1",
        "-1 | (1, 4, 5, 2) |  0 |  1",
        "-4 | (3, 4, 5, 1) |  0 | 60",
      })
  void gatesTheFirstHalfOfAnAxisByTheSecond(int axis, String shape, int value, int gate) {
    Mat bottom = OneLayerNet.counting(4, 3, 4, 5, 2);
    bottom.floats()[value] = 8;
    bottom.floats()[gate] = (float) -Math.log(3);
    Mat top = OneLayerNet.of("GLU", "0=" + axis).run(bottom);
    assertThat(top.describe()).isEqualTo(shape);
    // sigmoid(−ln 3) is a quarter.
    assertThat(OneLayerNet.values(top)[0]).isCloseTo(2f, Offset.offset(1e-6f));
  }

  @Test
  void ignoresTheAxisOfAVectorAndTheOddElement() {
    Mat top = OneLayerNet.of("GLU", "0=-2").run(Mat.of(1, 2, 0, (float) Math.log(3), 9));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {0.5f, 1.5f}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsAnAxisThatCannotBeHalved() {
    OneLayerNet net = OneLayerNet.of("GLU", "0=1");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 1, 4, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "\"in0\" is (1, 4) float32, expected float32 with an axis 1 of at least 2");
  }
}
