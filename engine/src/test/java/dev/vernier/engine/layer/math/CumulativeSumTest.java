package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CumulativeSumTest {

  private static void assertSums(int axis, float... expected) {
    Mat bottom = OneLayerNet.counting(4, 2, 2, 2, 2);
    Mat top = OneLayerNet.of("CumulativeSum", "0=" + axis).run(bottom);
    assertThat(top.describe()).isEqualTo("(2, 2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(expected, Offset.offset(0f));
  }

  @Test
  void sumsAlongEachAxis() {
    assertSums(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22);
    assertSums(1, 0, 1, 2, 3, 4, 6, 8, 10, 8, 9, 10, 11, 20, 22, 24, 26);
    assertSums(2, 0, 1, 2, 4, 4, 5, 10, 12, 8, 9, 18, 20, 12, 13, 26, 28);
    assertSums(3, 0, 1, 2, 5, 4, 9, 6, 13, 8, 17, 10, 21, 12, 25, 14, 29);
    assertSums(-1, 0, 1, 2, 5, 4, 9, 6, 13, 8, 17, 10, 21, 12, 25, 14, 29);
    assertSums(-4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22);
  }

  @Test
  void ignoresTheAxisOfAVector() {
    Mat top = OneLayerNet.of("CumulativeSum", "0=2").run(Mat.of(1, 2, 3));
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {1, 3, 6}, Offset.offset(0f));
  }

  @Test
  void rejectsAnAxisThatTheBlobDoesNotHave() {
    OneLayerNet net = OneLayerNet.of("CumulativeSum", "0=-3");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 2, 2, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"in0\" is (2, 2) float32, expected float32 with an axis -3");
  }
}
