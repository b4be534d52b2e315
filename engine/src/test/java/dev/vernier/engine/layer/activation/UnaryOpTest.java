package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnaryOpTest {

  @ParameterizedTest(name = "operation {0} of {1}")
  @CsvSource({
    "0, -1.5, 1.5",
    "1, -1.5, 1.5",
    "2, -1.5, -2",
    "3, -1.5, -1",
    "4, -1.5, 2.25",
    "5, 2.25, 1.5",
    "6, 4, 0.5",
    "7, 1, 2.7182817",
    "8, 2, 0.6931472",
    "9, 1, 0.84147096",
    "10, 1, 0.5403023",
    "11, 1, 1.5574077",
    "12, 0.5, 0.5235988",
    "13, 0.5, 1.0471976",
    "14, 1, 0.7853982",
    "15, -4, -0.25",
    "16, 0.5, 0.46211717",
    "17, 1000, 3",
    "18, 2.5, 2",
    "18, -3.5, -4",
    "19, -1.5, -1",
    "19, 1.5, 1",
    "20, -7, -1",
    "20, 0, 0",
    "20, 7, 1",
    "21, 0.001, 0.0010005",
    "22, 1, 1.1752012",
    "23, -1, -0.8813736",
    "24, 1, 1.5430806",
    "25, 2, 1.3169579",
    "26, 0.5, 0.54930615",
    "27, 0.001, 0.0009995003"
  })
  void computesEveryFunction(int operation, float x, float expected) {
    // 17 elements, so that vector kernels meet whole vectors and a tail.
    Mat bottom = Mat.create(Mat.Type.FLOAT32, 17);
    Arrays.fill(bottom.floats(), x);
    float[] top = OneLayerNet.values(OneLayerNet.of("UnaryOp", "0=" + operation).run(bottom));
    for (float found : top) {
      assertThat(found).isEqualTo(expected, Offset.offset(2e-7f * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void rejectsWhatIsNoFunction() {
    String at = "net.param line 4: layer \"layer\" (UnaryOp): ";
    assertThatThrownBy(() -> OneLayerNet.of("UnaryOp", "0=28").net())
        .hasMessage(at + "op_type is 28, must be at most 27");
    assertThatThrownBy(() -> OneLayerNet.of("UnaryOp", "").run(Mat.create(Mat.Type.INT8, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "bottom \"in0\" is (2) int8, expected float32");
  }
}
