package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A is 2 × 3 rows 1 2 3 and 4 5 6, B is 3 × 1: 1, 10, 100. A·B is 321 and 654. */
class GemmTest {
  private static final float[] A = {1, 2, 3, 4, 5, 6};
  private static final float[] A_TURNED = {1, 4, 2, 5, 3, 6};
  private static final float[] B = {1, 10, 100};

  private static Mat matrix(float[] values, int w, int h) {
    return Mat.wrap(values, 2, w, h, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1"})
  void multipliesMatricesAsTheyAreStored(int transA, int transB) {
    Mat a = transA == 0 ? matrix(A, 3, 2) : matrix(A_TURNED, 2, 3);
    Mat b = transB == 0 ? matrix(B, 1, 3) : matrix(B, 3, 1);
    String params = "2=" + transA + " 3=" + transB;
    Mat top = OneLayerNet.of("Gemm", params).blobs(2, 1).run(a, b);
    assertThat(top.describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(321, 654);
    Mat turned = OneLayerNet.of("Gemm", params + " 14=1").blobs(2, 1).run(a, b);
    assertThat(turned.describe()).isEqualTo("(2, 1)");
    assertThat(OneLayerNet.values(turned)).containsExactly(321, 654);
  }

  @Test
  void takesMatricesFromTheFile() {
    OneLayerNet both = OneLayerNet.of("Gemm", "4=1 5=1 7=2 8=1 9=3");
    both.weights(A).weights(B);
    assertThat(OneLayerNet.values(both.run(Mat.of(1000)))).containsExactly(1321, 1654);
    OneLayerNet right = OneLayerNet.of("Gemm", "5=1 6=1 8=1 9=3 10=4 11=1").weights(B).weights(7);
    Mat top = right.run(Mat.wrap(A, 3, 3, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(328, 661);
  }

  /** 0.5 · (A·B + 2·C). */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, '1', '161.5 328'",
    "1, 2, 1, '1 3', '161.5 330'",
    "2, 1, 2, '1 3', '161.5 330'",
    "2, 1, 1, '1', '161.5 328'"
  })
  void addsCInEveryShapeThatFits(int dims, int w, int h, String c, String expected) {
    float[] values = floats(c);
    Mat addend = Mat.wrap(values, dims, dims == 1 ? w : 1, dims == 1 ? 1 : h, 1, 1);
    Mat top =
        OneLayerNet.of("Gemm", "0=0.5 1=2.0")
            .blobs(3, 1)
            .run(matrix(A, 3, 2), matrix(B, 1, 3), addend);
    assertThat(OneLayerNet.values(top)).containsExactly(floats(expected));
  }

  private static float[] floats(String words) {
    double[] values = Arrays.stream(words.split(" ")).mapToDouble(Double::parseDouble).toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Rows whose absmax is 127 are whole numbers under scale 1, and so are the constants. */
  @Test
  void multipliesInInt8WhatIsWholeExactly() {
    Mat top =
        OneLayerNet.of("Gemm", "5=1 6=1 8=1 9=3 10=0 18=2")
            .int8Weights(1, -2, 127)
            .weights(0.25f)
            .raw(2)
            .run(matrix(new float[] {127, 3, -5, 1, 0.25f, -127}, 3, 2));
    assertThat(OneLayerNet.values(top))
        .containsExactly((127 - 6 - 635) / 2f + 0.25f, (1 - 16129) / 2f + 0.25f);
  }

  /** 2,500 products of ±127 pass 2^24: the sum must not lose its last digits. */
  @Test
  void addsUpManyExtremesExactly() {
    int k = 2501;
    float[] a = new float[k];
    Arrays.fill(a, 127f);
    a[k - 1] = 1;
    Mat top =
        OneLayerNet.of("Gemm", "3=1 18=2")
            .blobs(2, 1)
            .run(matrix(a, k, 1), matrix(a.clone(), k, 1));
    assertThat(OneLayerNet.values(top)).containsExactly((float) (2500 * 127 * 127 + 1));
  }

  @Test
  void multipliesBlocksOfFewBits() {
    Mat top =
        OneLayerNet.of("Gemm", "3=1 5=1 6=1 8=1 9=3 10=-1 18=400")
            .int8Weights(0x2f, 0x03)
            .raw(4)
            .run(matrix(A, 3, 2));
    // -1, 2 and 3 over 4
    assertThat(OneLayerNet.values(top)).containsExactly(12 / 4f, 24 / 4f);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    String at = "net.param line 5: layer \"layer\" (Gemm): ";
    OneLayerNet net = OneLayerNet.of("Gemm", "").blobs(2, 1);
    assertThatThrownBy(() -> net.run(matrix(A, 3, 2), matrix(A, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in1\" is (3, 2) float32, expected matrices that fit: A is 2 x 3, B is 2"
                + " x 3 (rows x columns)");
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.FLOAT32, 3, 2, 2), matrix(B, 1, 3)))
        .hasMessage(
            at
                + "bottom \"in0\" is (3, 2, 2) float32, expected a float32 matrix, (w, h) or (w, 1,"
                + " h)");
    assertThatThrownBy(
            () ->
                OneLayerNet.of("Gemm", "")
                    .blobs(3, 1)
                    .run(matrix(A, 3, 2), matrix(B, 1, 3), Mat.of(1, 2, 3)))
        .hasMessageEndingWith(
            "bottom \"in2\" is (3) float32, expected float32 (1), (2), (1), (1, 2), (1, 1) or (1,"
                + " 2)");
    assertThatThrownBy(() -> OneLayerNet.of("Gemm", "18=400").blobs(2, 1).net())
        .hasMessageContaining("quantize_term is 400, which needs constantA 0, constantB 1");
    assertThatThrownBy(() -> OneLayerNet.of("Gemm", "18=5").blobs(2, 1).net())
        .hasMessage(at + "quantize_term is 5, which ncnn no longer knows");
    assertThatThrownBy(() -> OneLayerNet.of("Gemm", "5=1 8=0 9=3").net())
        .hasMessageEndingWith("a constant matrix of 3 x 0, must have 1 to 2^31 - 1 elements");
  }
}
