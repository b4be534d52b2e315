package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpandDimsTest {
  @ParameterizedTest
  @CsvSource({
    "'1,0', '(3, 2, 1)'",
    "'1,1', '(3, 1, 2)'",
    "'1,-1', '(1, 3, 2)'",
    "'2,0,3', '(1, 3, 2, 1)'",
    "'2,1,-2', '(3, 1, 1, 2)'",
    "'2,2,3', '(1, 1, 3, 2)'"
  })
  void addsDimensions(String axes, String shape) {
    Mat top =
        OneLayerNet.of("ExpandDims", "-23303=" + axes).run(OneLayerNet.counting(2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo(shape);
    assertThat(OneLayerNet.values(top)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @ParameterizedTest
  @CsvSource({"'1,2', '(3)'", "'2,2,3', '(1, 3, 1)'", "'4,0,1,2,3', '(3)'"})
  void treatsAxesOutsideAsNcnnDoes(String axes, String shape) {
    Mat top = OneLayerNet.of("ExpandDims", "-23303=" + axes).run(Mat.of(1, 2, 3));
    assertThat(top.describe()).isEqualTo(shape);
  }

  @Test
  void keepsTheType() {
    assertThat(
            OneLayerNet.of("ExpandDims", "-23303=1,0")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2);
  }
}
