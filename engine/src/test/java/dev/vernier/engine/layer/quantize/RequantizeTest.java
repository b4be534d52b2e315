package dev.vernier.engine.layer.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RequantizeTest {

  private static byte[] run(String params, float[][] weights, Mat bottom) {
    OneLayerNet net = OneLayerNet.of("Requantize", params);
    for (float[] weight : weights) {
      net.raw(weight);
    }
    Mat top = net.run(bottom);
    return Arrays.copyOf(top.bytes(), top.size());
  }

  @Test
  void scalesShiftsActivatesAndQuantises() {
    Mat sums = Mat.wrap(new int[] {-4, 1, 2, 300}, 1, 4, 1, 1, 1);
    assertThat(run("", new float[][] {{0.5f}, {3}}, sums)).containsExactly(-6, 2, 3, 127);
    assertThat(run("2=1 3=1", new float[][] {{0.5f}, {3}, {1}}, sums))
        .containsExactly(0, 5, 6, 127);
  }

  @Test
  void hasScalesAndBiasesForEachChannel() {
    Mat sums = Mat.wrap(new int[] {1, 1, 1, 1}, 3, 1, 2, 1, 2);
    assertThat(run("0=2 1=2 2=2", new float[][] {{1, 2}, {10, 5}, {0, 3}}, sums))
        .containsExactly(10, 10, 25, 25);
  }

  @Test
  void rejectsWhatIsNoSum() {
    String at = "net.param line 4: layer \"layer\" (Requantize): ";
    assertThatThrownBy(() -> run("", new float[][] {{1}, {1}}, Mat.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in0\" is (1) float32, expected int32, with more than one scale_in 1"
                + " channels, scale_out 1 channels, bias 1 channels");
    assertThatThrownBy(() -> run("3=2", new float[][] {{1}, {1}}, Mat.of(1)))
        .hasMessageStartingWith(at);
  }
}
