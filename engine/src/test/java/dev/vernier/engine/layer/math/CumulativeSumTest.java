package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CumulativeSumTest {

  @Test
  void addsUpAVectorWhateverTheAxis() {
    assertThat(OneLayerNet.values(OneLayerNet.of("CumulativeSum", "0=2").run(Mat.of(1, -2, 4))))
        .containsExactly(1, -1, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, '0 1 2 3 4 6 8 10'",
    "1, '0 1 2 4 4 5 10 12'",
    "2, '0 1 2 5 4 9 6 13'",
    "-1, '0 1 2 5 4 9 6 13'",
    "-3, '0 1 2 3 4 6 8 10'"
  })
  void addsUpAlongEachAxis(int axis, String expected) {
    Mat top = OneLayerNet.of("CumulativeSum", "0=" + axis).run(OneLayerNet.counting(3, 2, 2, 1, 2));
    String[] words = expected.split(" ");
    float[] found = OneLayerNet.values(top);
    for (int i = 0; i < words.length; i++) {
      assertThat(found[i]).as("element %d", i).isEqualTo(Float.parseFloat(words[i]));
    }
  }

  @Test
  void rejectsAnAxisThatIsNotThere() {
    assertThatThrownBy(
            () -> OneLayerNet.of("CumulativeSum", "0=2").run(Mat.create(Mat.Type.FLOAT32, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (CumulativeSum): bottom \"in0\" is (2, 2) float32,"
                + " expected float32 with enough dimensions for axis 2");
  }
}
