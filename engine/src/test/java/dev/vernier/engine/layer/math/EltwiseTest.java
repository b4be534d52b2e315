package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EltwiseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0=0                | 10 | 96",
        "0=1                |  8 | -5",
        "0=2                |  5 |  8",
        "0=1 -23301=0       |  8 | -5",
        "0=1 -23301=3,1,2,-1|  0 | -33",
        "0=2 -23301=3,1,2,-1|  5 |  8",
      })
  void combinesThreeBlobs(String params, float first, float second) {
    Mat top =
        OneLayerNet.of("Eltwise", params)
            .blobs(3, 1)
            .run(Mat.of(1, -1), Mat.of(2, -12), Mat.of(5, 8));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {first, second}, Offset.offset(0f));
  }

  @Test
  void rejectsAnotherShape() {
    OneLayerNet net = OneLayerNet.of("Eltwise", "").blobs(2, 1);
    assertThatThrownBy(() -> net.run(Mat.of(1, 2), Mat.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"in1\" is (1) float32, expected (2) float32");
  }

  @Test
  void rejectsTooFewCoefficients() {
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "0=1 -23301=1,2").blobs(2, 1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessageContaining("coeffs has 1 numbers, must have 2");
  }

  @Test
  void rejectsASingleBlob() {
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "").net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessageContaining("has 1 bottoms, must have at least 2");
  }
}
