package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class CastTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Cast): ";

  @Test
  void cutsToHalfPrecision() {
    Mat top =
        OneLayerNet.of("Cast", "0=1 1=2").run(Mat.of(1.0009765f, -1.0019f, 65536f, -6e-5f, 0.5f));
    assertThat(top.describe()).isEqualTo("(5)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(1f, -1.0009766f, Float.POSITIVE_INFINITY, -0f, 0.5f);
  }

  @Test
  void cutsToBfloat16() {
    Mat top = OneLayerNet.of("Cast", "0=1 1=4").run(Mat.of(1.0077f, -1.02f, 3f));
    assertThat(top.describe()).isEqualTo("(3)");
    assertThat(OneLayerNet.values(top)).containsExactly(1f, -1.015625f, 3f);
  }

  @Test
  void roundsToInt8() {
    assertThat(
            OneLayerNet.of("Cast", "0=1 1=3")
                .run(Mat.of(0.5f, -0.5f, 0.49f, 300, -300))
                .copy()
                .bytes())
        .containsExactly(1, -1, 0, 127, -128);
  }

  @Test
  void widensInt8() {
    Mat top = OneLayerNet.of("Cast", "0=3 1=1").run(Mat.wrap(new byte[] {1, -128}, 2, 1, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, -128);
  }

  @Test
  void leavesTheSameTypeAlone() {
    Mat top = OneLayerNet.of("Cast", "0=2 1=1").run(Mat.of(0.1f));
    assertThat(top.describe()).isEqualTo("(1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0.1f);
    assertThat(
            OneLayerNet.of("Cast", "1=3")
                .run(Mat.wrap(new byte[] {1, 2}, 1, 2, 1, 1, 1))
                .copy()
                .bytes())
        .containsExactly(1, 2);
  }

  @Test
  void rejectsOtherTypes() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Cast", "0=1 1=2").run(Mat.wrap(new byte[] {1}, 1, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1) int8, expected float32");
    assertThatThrownBy(() -> OneLayerNet.of("Cast", "0=3 1=1").run(Mat.of(1)))
        .hasMessage(AT + "bottom \"in0\" is (1) float32, expected int8");
    assertThatThrownBy(
            () -> OneLayerNet.of("Cast", "1=1").run(Mat.wrap(new int[] {1}, 1, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1) int32, expected float32 or int8");
    assertThatThrownBy(() -> OneLayerNet.of("Cast", "1=5").net())
        .hasMessage(AT + "type_to is 5, must be at most 4");
  }
}
