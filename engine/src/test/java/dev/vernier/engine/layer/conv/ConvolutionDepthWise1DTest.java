package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class ConvolutionDepthWise1DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (ConvolutionDepthWise1D): ";
  private static final Mat ROWS = Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1);

  @Test
  void everyRowHasItsKernel() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise1D", "0=2 1=2 5=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .raw(0.5f, 0.25f)
            .run(ROWS);
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21.5f, 32.5f, 5400.25f, 6500.25f);
  }

  @Test
  void groupsKeepTheirRowsApart() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise1D", "0=4 1=1 3=2 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .run(ROWS);
    assertThat(OneLayerNet.values(top)).containsExactly(1, 3, 10, 30, 400, 600, 4000, 6000);
  }

  @Test
  void leavesWeightsUnusedThatTheRowsDoNotNeed() {
    OneLayerNet net =
        OneLayerNet.of("ConvolutionDepthWise1D", "0=2 1=2 5=1 6=8 7=2")
            .weights(1, 10, 100, 1000, 9, 9, 9, 9)
            .raw(0.5f, 0.25f);
    Mat top = net.run(ROWS);
    assertThat(OneLayerNet.values(top)).containsExactly(21.5f, 32.5f, 5400.25f, 6500.25f);
    assertThat(net.layer().multiplyAdds(new Mat[] {ROWS}, new Mat[] {top})).isEqualTo(8);
  }

  @Test
  void takesTheWeightAsABottom() {
    // (kernel_w, inputs a group, outputs)
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 3, 2, 1, 1, 2);
    Mat top = OneLayerNet.of("ConvolutionDepthWise1D", "7=2 19=1").blobs(2, 1).run(ROWS, kernel);
    assertThat(OneLayerNet.values(top)).containsExactly(21, 32, 5400, 6500);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(
            () -> OneLayerNet.of("ConvolutionDepthWise1D", "0=3 1=1 6=3 7=2").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "num_output is 3, must be a multiple of group, 2");
    OneLayerNet net =
        OneLayerNet.of("ConvolutionDepthWise1D", "0=2 1=1 6=4 7=2").weights(1, 2, 3, 4);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 3, 5, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (3, 5) float32, expected 4 rows");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 3, 3, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (3, 3) float32, expected 4 rows");
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.INT8, 3, 2)))
        .hasMessage(AT + "bottom \"in0\" is (3, 2) int8, expected float32");
  }
}
