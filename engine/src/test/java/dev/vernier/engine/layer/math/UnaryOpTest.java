package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnaryOpTest {

  @ParameterizedTest
  @CsvSource({
    "0,  -2.5,  2.5",
    "1,  -2.5,  2.5",
    "2,  -2.5,  -3",
    "3,  -2.5,  -2",
    "4,  -2.5,  6.25",
    "5,  6.25,  2.5",
    "6,  6.25,  0.4",
    "7,  2,     7.389056",
    "8,  2,     0.6931472",
    "9,  1,     0.8414710",
    "10, 1,     0.5403023",
    "11, 1,     1.5574077",
    "12, 0.5,   0.5235988",
    "13, 0.5,   1.0471976",
    "14, -1,    -0.7853982",
    "15, -4,    -0.25",
    "16, 0.5,   0.4621172",
    "17, 100,   2",
    "18, 2.5,   2",
    "18, -3.5,  -4",
    "19, -2.5,  -2",
    "19, 2.5,   2",
    "20, -2.5,  -1",
    "20, 0,     0",
    "20, 2.5,   1",
    "21, 1e-6,  1.0000005e-6",
    "22, 1,     1.1752012",
    "23, -1,    -0.8813736",
    "24, 1,     1.5430806",
    "25, 2,     1.3169579",
    "26, -0.5,  -0.5493061",
    "27, 1e-6,  9.999995e-7",
  })
  void followsItsDefinition(int op, float x, float expected) {
    // More than a vector of every machine, with a rest.
    float[] src = new float[37];
    Arrays.fill(src, x);
    Mat top = OneLayerNet.of("UnaryOp", "0=" + op).run(Mat.of(src));
    float[] all = new float[src.length];
    Arrays.fill(all, expected);
    assertThat(OneLayerNet.values(top))
        .containsExactly(all, Offset.offset(Math.abs(expected) * 1e-6f));
  }

  @Test
  void rejectsAnUnknownFunction() {
    assertThatThrownBy(() -> OneLayerNet.of("UnaryOp", "0=28").net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessageContaining("op_type is 28, must be at most 27");
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("UnaryOp", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(UnaryOp): bottom \"in0\" is (2) int8, expected float32");
  }
}
