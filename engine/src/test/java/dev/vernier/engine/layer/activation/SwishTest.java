package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwishTest {

  @Test
  void gatesByItsOwnSigmoid() {
    Mat top = OneLayerNet.of("Swish", "").run(Mat.of(-1, 0, 2, 50, -50));
    assertThat(OneLayerNet.values(top))
        .containsExactly(new float[] {-0.26894143f, 0f, 1.7615942f, 50f, 0f}, Offset.offset(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void keepsShapeInEveryDimension(int dims) {
    Mat bottom =
        OneLayerNet.counting(dims, 3, dims > 1 ? 2 : 1, dims > 3 ? 5 : 1, dims > 2 ? 4 : 1);
    Mat top = OneLayerNet.of("Swish", "").run(bottom);
    assertThat(top.describe()).isEqualTo(bottom.describe());
    assertThat(top.floats()[1]).isEqualTo(0.7310586f, Offset.offset(1e-6f));
    // The caller's mat is not the layer's to overwrite.
    assertThat(bottom.floats()[1]).isEqualTo(1f);
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("Swish", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (Swish): bottom \"in0\" is (2) int8, expected"
                + " float32");
  }
}
