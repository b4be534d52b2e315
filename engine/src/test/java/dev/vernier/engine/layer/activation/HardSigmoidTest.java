package dev.vernier.engine.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardSigmoidTest {

  @Test
  void isHeldBetweenZeroAndOne() {
    // alpha 0.5 and beta 0.25: 0 up to -0.5, 1 from 1.5.
    Mat top = OneLayerNet.of("HardSigmoid", "0=0.5 1=0.25").run(Mat.of(-2, -0.5f, 0, 1, 1.5f, 9));
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 0.25f, 0.75f, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void keepsShapeInEveryDimension(int dims) {
    Mat bottom =
        OneLayerNet.counting(dims, 3, dims > 1 ? 2 : 1, dims > 3 ? 5 : 1, dims > 2 ? 4 : 1);
    Mat top = OneLayerNet.of("HardSigmoid", "").run(bottom);
    assertThat(top.describe()).isEqualTo(bottom.describe());
    assertThat(top.floats()[1]).isEqualTo(0.7f, Offset.offset(1e-6f));
    // The caller's mat is not the layer's to overwrite.
    assertThat(bottom.floats()[1]).isEqualTo(1f);
  }

  @Test
  void rejectsBytes() {
    Mat bytes = Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1);
    assertThatThrownBy(() -> OneLayerNet.of("HardSigmoid", "").run(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "net.param line 4: layer \"layer\" (HardSigmoid): bottom \"in0\" is (2) int8, expected"
                + " float32");
  }
}
