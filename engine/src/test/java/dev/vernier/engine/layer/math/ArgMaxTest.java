package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ArgMaxTest {
  private static final String AT = "net.param line 4: layer \"layer\" (ArgMax): ";
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private static OneLayerNet layer(String params) {
    return OneLayerNet.of("ArgMax", params);
  }

  @Test
  void givesTheIndicesOfTheLargest() {
    Mat top = layer("1=3").run(Mat.of(-1, 5, -7, 5));
    assertThat(top.describe()).isEqualTo("(3, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {3, 1, 0}, ROUNDING);
  }

  @Test
  void givesTheValuesInFrontWhereAsked() {
    Mat top = layer("0=1 1=2").run(Mat.of(-1, 5, -7, -0.5f));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(new float[] {5, -0.5f, 1, 3}, ROUNDING);
  }

  @Test
  void rejectsWhatItCannotTake() {
    assertThatThrownBy(() -> layer("1=0").net()).hasMessage(AT + "topk is 0, must be at least 1");
    assertThatThrownBy(() -> layer("1=3").run(Mat.of(1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (2) float32, expected float32 of at least 3 elements");
  }
}
