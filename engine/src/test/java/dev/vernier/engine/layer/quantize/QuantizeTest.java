package dev.vernier.engine.layer.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeTest {

  private static byte[] bytes(Mat mat) {
    return Arrays.copyOf(mat.bytes(), mat.size());
  }

  @Test
  void roundsHalfAwayFromZeroAndClamps() {
    OneLayerNet net = OneLayerNet.of("Quantize", "").raw(10);
    assertThat(bytes(net.run(Mat.of(0.05f, -0.15f, 0.24f, 100, -100))))
        .containsExactly(1, -2, 2, 127, -127);
  }

  /** Rows of two dimensions and channels of three and four have scales of their own. */
  @ParameterizedTest
  @CsvSource({"2, 3, 2, 1, 1", "3, 3, 1, 1, 2", "4, 1, 1, 3, 2"})
  void scalesEachChannel(int dims, int w, int h, int d, int c) {
    Mat ones = Mat.allocate(Mat.Type.FLOAT32, dims, w, h, d, c);
    Arrays.fill(ones.floats(), 1f);
    Mat top = OneLayerNet.of("Quantize", "0=2").raw(3, 7).run(ones);
    assertThat(top.dims()).isEqualTo(dims);
    assertThat(bytes(top)).containsExactly(3, 3, 3, 7, 7, 7);
  }

  @Test
  void takesTheFirstScaleForAVector() {
    assertThat(bytes(OneLayerNet.of("Quantize", "0=2").raw(3, 7).run(Mat.of(1, 1, 1))))
        .containsExactly(3, 3, 3);
  }

  @Test
  void rejectsOtherNumbersOfChannels() {
    String at = "net.param line 4: layer \"layer\" (Quantize): ";
    assertThatThrownBy(() -> OneLayerNet.of("Quantize", "0=2").raw(1, 2).run(square(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            at
                + "bottom \"in0\" is (3, 3) float32, expected float32, with more than one scale 2"
                + " channels");
    assertThatThrownBy(() -> OneLayerNet.of("Quantize", "0=0").net())
        .hasMessage(at + "scale_data_size is 0, must be at least 1");
  }

  private static Mat square(int side) {
    return Mat.create(Mat.Type.FLOAT32, side, side);
  }
}
