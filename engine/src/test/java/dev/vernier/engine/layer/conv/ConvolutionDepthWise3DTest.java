package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class ConvolutionDepthWise3DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (ConvolutionDepthWise3D): ";

  /** Two channels of two planes of one element. */
  private static final Mat PAIR = Mat.wrap(new float[] {1, 2, 3, 4}, 4, 1, 1, 2, 2);

  @Test
  void everyChannelHasItsKernel() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise3D", "0=2 1=1 21=2 5=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .raw(0.5f, 0.25f)
            .run(PAIR);
    assertThat(top.describe()).isEqualTo("(1, 1, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21.5f, 4300.25f);
  }

  @Test
  void groupsKeepTheirChannelsApart() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise3D", "0=4 1=1 21=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .run(PAIR);
    assertThat(top.describe()).isEqualTo("(1, 1, 2, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(1, 2, 10, 20, 300, 400, 3000, 4000);
  }

  @Test
  void padsAlongDepth() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise3D", "0=2 1=1 21=2 24=1 17=0 18=7.0 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .run(PAIR);
    assertThat(OneLayerNet.values(top)).containsExactly(17, 21, 3700, 4300);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(
            () -> OneLayerNet.of("ConvolutionDepthWise3D", "0=3 1=1 6=3 7=2").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "num_output is 3, must be a multiple of group, 2");
    OneLayerNet net = OneLayerNet.of("ConvolutionDepthWise3D", "0=2 1=1 6=2 7=2").weights(1, 2);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(4, 1, 1, 1, 3)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 1, 3) float32, expected 2 channels");
  }
}
