package dev.vernier.engine.layer.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DequantizeTest {

  @Test
  void scalesAndShiftsSums() {
    Mat sums = Mat.wrap(new int[] {1, -2, 3, 1 << 20}, 2, 2, 2, 1, 1);
    assertThat(OneLayerNet.values(OneLayerNet.of("Dequantize", "").raw(0.5f).run(sums)))
        .containsExactly(0.5f, -1, 1.5f, 1 << 19);
    assertThat(
            OneLayerNet.values(
                OneLayerNet.of("Dequantize", "0=2 1=2").raw(2, 4).raw(10, 20).run(sums)))
        .containsExactly(12, 6, 32, (1 << 22) + 20);
    assertThat(
            OneLayerNet.values(OneLayerNet.of("Dequantize", "0=2 1=1").raw(2, 4).raw(1).run(sums)))
        .containsExactly(3, -3, 13, (1 << 22) + 1);
  }

  @Test
  void rejectsWhatIsNoSum() {
    String at = "net.param line 4: layer \"layer\" (Dequantize): bottom \"in0\" is ";
    String expected =
        ", expected int32, with more than one scale 1 channels, with more than one bias 1 channels";
    assertThatThrownBy(() -> OneLayerNet.of("Dequantize", "").raw(1).run(Mat.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "(1) float32" + expected);
    assertThatThrownBy(
            () ->
                OneLayerNet.of("Dequantize", "0=2")
                    .raw(1, 2)
                    .run(Mat.wrap(new int[3], 3, 1, 1, 1, 3)))
        .hasMessageStartingWith(at + "(1, 1, 3) int32, expected int32, with more than one scale 2");
  }
}
