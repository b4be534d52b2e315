package dev.vernier.engine.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class BatchNormTest {

  /** Channel 0 gives 2·(x − 1) / 2 + 10, channel 1 gives 3·(x − 2) / 4 − 1. */
  private static OneLayerNet twoChannels() {
    return OneLayerNet.of("BatchNorm", "0=2 1=0.0").raw(2, 3).raw(1, 2).raw(4, 16).raw(10, -1);
  }

  @Test
  void takesAVectorElementByElement() {
    assertThat(OneLayerNet.values(twoChannels().run(Mat.of(5, 6)))).containsExactly(14, 2);
  }

  @Test
  void takesAPlaneRowByRow() {
    Mat rows = Mat.wrap(new float[] {5, 1, 6, 2}, 2, 2, 2, 1, 1);
    assertThat(OneLayerNet.values(twoChannels().run(rows))).containsExactly(14, 10, 2, -1);
  }

  @Test
  void takesChannelsWhole() {
    Mat three = Mat.wrap(new float[] {5, 1, 6, 2}, 3, 2, 1, 1, 2);
    assertThat(OneLayerNet.values(twoChannels().run(three))).containsExactly(14, 10, 2, -1);
    Mat four = Mat.wrap(new float[] {5, 1, 6, 2}, 4, 1, 1, 2, 2);
    Mat top = twoChannels().run(four);
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(14, 10, 2, -1);
  }

  @Test
  void addsEpsToTheVariance() {
    OneLayerNet net = OneLayerNet.of("BatchNorm", "0=1 1=3.0").raw(1).raw(0).raw(1).raw(0);
    assertThat(OneLayerNet.values(net.run(Mat.of(8)))).containsExactly(4);
  }

  @Test
  void dividesByASmallNumberWhereTheVarianceIsZero() {
    OneLayerNet net = OneLayerNet.of("BatchNorm", "0=1").raw(1).raw(0).raw(0).raw(0);
    assertThat(net.run(Mat.of(2)).floats()[0]).isEqualTo(20000f);
  }

  @Test
  void countsTheBytesItHolds() {
    assertThat(twoChannels().layer().weightBytes()).isEqualTo(16);
  }

  @Test
  void rejectsOtherChannelsAndNoChannels() {
    String at = "net.param line 4: layer \"layer\" (BatchNorm): ";
    assertThatThrownBy(() -> twoChannels().run(Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(at + "bottom \"in0\" is (3) float32, expected float32 of 2 channels");
    assertThatThrownBy(() -> OneLayerNet.of("BatchNorm", "").net())
        .hasMessage(at + "channels is 0, must be at least 1");
  }
}
