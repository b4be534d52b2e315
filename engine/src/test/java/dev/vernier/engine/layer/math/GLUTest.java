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
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  private static float gate(float x, float gate) {
    return (float) (x / (1 + Math.exp(-gate)));
  }

  @Test
  void gatesTheFirstHalfByTheSecond() {
    Mat top = OneLayerNet.of("GLU", "").run(Mat.of(2, -3, 0, 100));
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {1, -3}, ROUNDING);
  }

  /** 0, 1, 2 … of (4, 2, 2): the partner of an element lies half an axis behind it. */
  @ParameterizedTest
  @CsvSource({"0, '(4, 2, 1)', 8", "1, '(4, 1, 2)', 4", "2, '(2, 2, 2)', 2", "-1, '(2, 2, 2)', 2"})
  void halvesEachAxis(int axis, String shape, int distance) {
    Mat bottom = OneLayerNet.counting(3, 4, 2, 1, 2);
    Mat top = OneLayerNet.of("GLU", "0=" + axis).run(bottom);
    assertThat(top.describe()).isEqualTo(shape);
    float[] found = OneLayerNet.values(top);
    int at = 0;
    for (int i = 0; i < bottom.size(); i++) {
      if (i / distance % 2 == 0) {
        assertThat(found[at++]).as("of element %d", i).isEqualTo(gate(i, i + distance), ROUNDING);
      }
    }
  }

  @Test
  void rejectsWhatCannotBeHalved() {
    String at = "net.param line 4: layer \"layer\" (GLU): bottom \"in0\" is ";
    String expected = ", expected float32 with two elements or more along axis ";
    assertThatThrownBy(() -> OneLayerNet.of("GLU", "").run(Mat.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "(1) float32" + expected + 0);
    assertThatThrownBy(() -> OneLayerNet.of("GLU", "0=2").run(OneLayerNet.counting(2, 2, 2, 1, 1)))
        .hasMessage(at + "(2, 2) float32" + expected + 2);
  }
}
