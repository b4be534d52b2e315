package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class DeconvolutionDepthWise1DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (DeconvolutionDepthWise1D): ";
  private static final Mat PAIR = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);

  @Test
  void everyRowHasItsKernel() {
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise1D", "0=2 1=2 5=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .raw(0.5f, 0.25f)
            .run(PAIR);
    assertThat(top.describe()).isEqualTo("(3, 2)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(1.5f, 12.5f, 20.5f, 300.25f, 3400.25f, 4000.25f);
  }

  @Test
  void cutsToTheOutputSize() {
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise1D", "0=2 1=2 4=-233 20=2 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .run(PAIR);
    assertThat(OneLayerNet.values(top)).containsExactly(1, 12, 300, 3400);
  }

  @Test
  void takesWeightAndBiasAsBottoms() {
    // (kernel_w, outputs a group, inputs)
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 3, 1, 2, 1, 2);
    Mat top =
        OneLayerNet.of("DeconvolutionDepthWise1D", "5=1 7=2 28=1")
            .blobs(3, 1)
            .run(PAIR, kernel, Mat.of(1, 2, 3, 4));
    assertThat(top.describe()).isEqualTo("(2, 4)");
    assertThat(OneLayerNet.values(top)).containsExactly(2, 3, 12, 22, 303, 403, 3004, 4004);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(
            () -> OneLayerNet.of("DeconvolutionDepthWise1D", "0=3 1=1 6=3 7=2").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "num_output is 3, must be a multiple of group, 2");
    OneLayerNet net = OneLayerNet.of("DeconvolutionDepthWise1D", "0=2 1=1 6=2 7=2").weights(1, 2);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 1, 3, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1, 3) float32, expected 2 rows");
  }
}
