package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class MatMulTest {
  private static final String AT = "net.param line 5: layer \"layer\" (MatMul): ";

  private static OneLayerNet plain() {
    return OneLayerNet.of("MatMul", "0=0").blobs(2, 1);
  }

  private static OneLayerNet transposed() {
    return OneLayerNet.of("MatMul", "0=1").blobs(2, 1);
  }

  @Test
  void multipliesMatrices() {
    Mat a = Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1);
    Mat b = Mat.wrap(new float[] {1, 10, 2, 20, 3, 30}, 2, 2, 3, 1, 1);
    Mat top = plain().run(a, b);
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(14, 140, 32, 320);
    Mat bt = Mat.wrap(new float[] {1, 2, 3, 10, 20, 30}, 2, 3, 2, 1, 1);
    assertThat(OneLayerNet.values(transposed().run(a, bt))).containsExactly(14, 140, 32, 320);
  }

  @Test
  void vectorsLoseTheirDimension() {
    Mat vector = Mat.of(1, 2);
    Mat matrix = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);
    assertThat(OneLayerNet.values(plain().run(vector, vector))).containsExactly(5);
    assertThat(OneLayerNet.values(transposed().run(vector, vector))).containsExactly(5);
    assertThat(OneLayerNet.values(plain().run(vector, matrix))).containsExactly(7, 10);
    assertThat(OneLayerNet.values(transposed().run(vector, matrix))).containsExactly(5, 11);
    assertThat(OneLayerNet.values(plain().run(matrix, vector))).containsExactly(5, 11);
    assertThat(OneLayerNet.values(transposed().run(matrix, vector))).containsExactly(5, 11);
  }

  @Test
  void vectorsMeetBatches() {
    Mat batch = OneLayerNet.counting(3, 2, 3, 1, 2);
    Mat right = plain().run(batch, Mat.of(1, 10));
    assertThat(right.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(right)).containsExactly(10, 32, 54, 76, 98, 120);
    Mat left = transposed().run(Mat.of(1, 10), OneLayerNet.counting(4, 2, 1, 2, 3));
    assertThat(left.describe()).isEqualTo("(1, 2, 3)");
    assertThat(OneLayerNet.values(left)).containsExactly(10, 32, 54, 76, 98, 120);
  }

  @Test
  void aBatchOfOneServesAll() {
    Mat a = Mat.wrap(new float[] {1, 2, 3, 4}, 4, 1, 1, 2, 2);
    Mat b = Mat.wrap(new float[] {1, 10}, 4, 1, 1, 2, 1);
    Mat top = plain().run(a, b);
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 20, 3, 40);
    Mat three = Mat.wrap(new float[] {1, 10}, 3, 1, 1, 1, 2);
    assertThat(OneLayerNet.values(plain().run(a, three))).containsExactly(1, 20, 3, 40);
  }

  @Test
  void countsItsWork() {
    Mat a = OneLayerNet.counting(2, 3, 2, 1, 1);
    Mat b = OneLayerNet.counting(2, 5, 3, 1, 1);
    Mat top = plain().run(a, b);
    assertThat(plain().layer().multiplyAdds(new Mat[] {a, b}, new Mat[] {top})).isEqualTo(30);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> plain().run(Mat.of(1, 2), Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT + "bottom \"in1\" is (3) float32, expected a product over 2 elements, not 3");
    assertThatThrownBy(
            () ->
                plain()
                    .run(OneLayerNet.counting(3, 1, 1, 1, 2), OneLayerNet.counting(3, 1, 1, 1, 3)))
        .hasMessage(
            AT
                + "bottom \"in1\" is (1, 1, 3) float32, expected a batch that fits (1, 1, 2)"
                + " float32");
    assertThatThrownBy(() -> plain().run(Mat.create(Mat.Type.INT8, 2), Mat.of(1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (2) int8, expected float32");
    assertThatThrownBy(() -> OneLayerNet.of("MatMul", "0=0").net())
        .hasMessage(
            "net.param line 4: layer \"layer\" (MatMul): has 1 bottoms, must have at least 2");
  }
}
