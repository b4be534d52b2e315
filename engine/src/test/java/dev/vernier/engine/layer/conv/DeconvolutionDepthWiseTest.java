package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DeconvolutionDepthWiseTest {
  private static final String AT = "net.param line 4: layer \"layer\" (DeconvolutionDepthWise): ";

  /** Two channels of two columns. */
  private static final Mat PAIR = Mat.wrap(new float[] {1, 2, 3, 4}, 3, 2, 1, 1, 2);

  @Test
  void everyChannelHasItsKernel() {
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise", "0=2 1=2 11=1 5=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .raw(0.5f, 0.25f)
            .run(PAIR);
    assertThat(top.describe()).isEqualTo("(3, 1, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(1.5f, 12.5f, 20.5f, 300.25f, 3400.25f, 4000.25f);
  }

  @Test
  void aGroupIsADeconvolution() {
    Mat bottom = Mat.wrap(new float[] {1, 2, 3, 4}, 3, 1, 1, 1, 4);
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise", "0=4 1=1 6=8 7=2")
            .weights(1, 10, 100, 1000, 1, 2, 3, 4)
            .run(bottom);
    assertThat(OneLayerNet.values(top)).containsExactly(21, 2100, 11, 25);
  }

  @Test
  void takesTheWeightAsABottom() {
    // (kernel_w, kernel_h, outputs a group, inputs): inputs of a group outermost
    Mat kernel = Mat.wrap(new float[] {1, 100, 10, 1000, 1, 3, 2, 4}, 4, 1, 1, 2, 4);
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise", "7=2 28=1")
            .blobs(2, 1)
            .run(Mat.wrap(new float[] {1, 2, 3, 4}, 3, 1, 1, 1, 4), kernel);
    assertThat(OneLayerNet.values(top)).containsExactly(21, 2100, 11, 25);
  }

  @Test
  void samePaddingCutsToTheOutputSize() {
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise", "0=2 1=2 11=1 4=-234 20=2 21=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .run(PAIR);
    assertThat(OneLayerNet.values(top)).containsExactly(12, 20, 3400, 4000);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net =
        OneLayerNet.of("DeconvolutionDepthWise", "0=2 1=2 11=1 6=4 7=2").weights(1, 2, 3, 4);
    assertThat(net.layer().multiplyAdds(new Mat[] {PAIR}, new Mat[] {net.run(PAIR)})).isEqualTo(8);
    assertThat(net.layer().weightBytes()).isEqualTo(16);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(
            () -> OneLayerNet.of("DeconvolutionDepthWise", "0=3 1=1 6=3 7=2").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "num_output is 3, must be a multiple of group, 2");
    OneLayerNet net = OneLayerNet.of("DeconvolutionDepthWise", "0=2 1=1 6=2 7=2").weights(1, 2);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 1, 1, 1, 3)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 3) float32, expected 2 channels");
    OneLayerNet given = OneLayerNet.of("DeconvolutionDepthWise", "7=2 28=1").blobs(2, 1);
    assertThatThrownBy(
            () ->
                given.run(OneLayerNet.counting(3, 1, 1, 1, 3), OneLayerNet.counting(4, 1, 1, 1, 3)))
        .hasMessage(
            "net.param line 5: layer \"layer\" (DeconvolutionDepthWise): bottom \"in1\" is (1, 1,"
                + " 1, 3) float32, expected (kernel_w, kernel_h, outputs a group, inputs) for 3"
                + " inputs in 2 groups");
  }
}
