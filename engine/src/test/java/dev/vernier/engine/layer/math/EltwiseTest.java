package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.layer.OneLayerNet;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EltwiseTest {
  private static final String AT = "net.param line 5: layer \"layer\" (Eltwise): ";

  private static float[] three(String params) {
    return OneLayerNet.values(
        OneLayerNet.of("Eltwise", params)
            .blobs(3, 1)
            .run(Mat.of(1, -2), Mat.of(3, 4), Mat.of(-5, 6)));
  }

  @Test
  void multipliesAddsAndTakesTheLargest() {
    assertThat(three("0=0")).containsExactly(-15, -48);
    assertThat(three("0=1")).containsExactly(-1, 8);
    assertThat(three("0=2")).containsExactly(3, 6);
  }

  @Test
  void weighsTheBottomsOfASum() {
    assertThat(three("0=1 -23301=3,2.0,10.0,0.5")).containsExactly(29.5f, 39);
    assertThat(three("0=0 -23301=1,2.0")).as("a product has no factors").containsExactly(-15, -48);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "3, 1, 2", "4, 2, 2"})
  void takesAnyShape(int dims, int d, int c) {
    Mat mat = OneLayerNet.counting(dims, 3, 2, d, c);
    Mat top = OneLayerNet.of("Eltwise", "0=1").blobs(2, 1).run(mat, mat);
    assertThat(top.describe()).isEqualTo(mat.describe());
    for (int i = 0; i < mat.size(); i++) {
      assertThat(top.floats()[i]).isEqualTo(2 * i);
    }
  }

  /** The blob that a layer makes in place must not be overwritten before its last use. */
  @ParameterizedTest
  @ValueSource(strings = {"0=1", "0=1 -23301=3,1.0,1.0,1.0"})
  void addsABlobToItself(String params) {
    String param =
        "7767517\n3 3\nInput in 0 1 in\nReLU r 1 1 in r\nEltwise e 3 1 r r r out " + params + "\n";
    Net net = Net.load(param.getBytes(StandardCharsets.UTF_8), new byte[0], "net");
    Extractor extractor = net.extractor();
    extractor.input("in", Mat.of(1, 2, -3));
    assertThat(OneLayerNet.values(extractor.extract("out"))).containsExactly(3, 6, 0);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "").blobs(2, 1).run(Mat.of(1, 2), Mat.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in1\" is (1) float32, expected float32 (2) as the first bottom");
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "0=1 -23301=1,2.0").blobs(2, 1).net())
        .hasMessage(AT + "coeffs has 1 elements for 2 bottoms");
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "0=3").blobs(2, 1).net())
        .hasMessage(AT + "op_type is 3, must be at most 2");
    assertThatThrownBy(() -> OneLayerNet.of("Eltwise", "").net())
        .hasMessageEndingWith("has 1 bottoms, must have at least 2");
  }
}
