package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import org.junit.jupiter.api.Test;

class ConvolutionDepthWiseTest {
  private static final String AT = "net.param line 4: layer \"layer\" (ConvolutionDepthWise): ";

  @Test
  void convolvesEachChannelByItself() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise", "0=2 1=2 11=1 5=1 6=4 7=2")
            .weights(1, 10, 100, 1000)
            .raw(0.5f, 0.25f)
            .run(Mat.wrap(new float[] {1, 2, 3, 4}, 3, 2, 1, 1, 2));
    assertThat(top.describe()).isEqualTo("(1, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21.5f, 4300.25f);
  }

  @Test
  void convolvesGroupsOfSeveralChannels() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise", "0=4 1=1 6=8 7=2")
            .weights(1, 10, 2, 20, 1, 10, 2, 20)
            .run(Mat.wrap(new float[] {1, 2, 3, 4}, 3, 1, 1, 1, 4));
    assertThat(OneLayerNet.values(top)).containsExactly(21, 42, 43, 86);
  }

  @Test
  void takesTheWeightAsABottom() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise", "7=2 19=1")
            .blobs(2, 1)
            .run(
                Mat.wrap(new float[] {1, 2}, 3, 1, 1, 1, 2),
                Mat.wrap(new float[] {3, 4}, 4, 1, 1, 1, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(3, 8);
  }

  @Test
  void int8HasAScaleAGroup() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise", "0=2 1=1 6=2 7=2 8=1")
            .int8Weights(2, 3)
            .raw(1, 10)
            .raw(4)
            .run(Mat.wrap(new float[] {1, 5}, 3, 1, 1, 1, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(2, 1.5f);
  }

  @Test
  void int8MayHaveOneScaleForAll() {
    Mat top =
        OneLayerNet.of("ConvolutionDepthWise", "0=2 1=1 6=2 7=2 8=102")
            .int8Weights(2, 3)
            .raw(2)
            .raw(4)
            .raw(8)
            .run(Mat.wrap(new float[] {1, 5}, 3, 1, 1, 1, 2));
    assertThat(top.copy().bytes()).containsExactly(8, 60);
  }

  @Test
  void tellsCalibrationAboutItsWeights() {
    Quantizable layer =
        (Quantizable)
            OneLayerNet.of("ConvolutionDepthWise", "0=4 1=3 6=36 7=2")
                .weights(new float[36])
                .layer();
    assertThat(layer.weightBits()).isEqualTo(8);
    assertThat(layer.scaleCount()).isEqualTo(2);
  }

  @Test
  void rejectsWrongParameters() {
    rejects("0=3 1=1 6=3 7=2", "num_output is 3, must be a multiple of group, 2");
    rejects("0=2 1=1 6=2 7=0", "group is 0, must be at least 1");
    rejects("0=2 1=1 6=2 7=2 8=3", "int8_scale_term is 3, must be 0, 1, 2, 101 or 102");
  }

  private static void rejects(String params, String problem) {
    assertThatThrownBy(() -> OneLayerNet.of("ConvolutionDepthWise", params).weights(0, 0).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + problem);
  }

  @Test
  void rejectsAVectorAndOtherChannelCounts() {
    OneLayerNet net = OneLayerNet.of("ConvolutionDepthWise", "0=2 1=1 6=2 7=2").weights(1, 2);
    assertThatThrownBy(() -> net.run(Mat.of(1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (2)" + " float32, expected 2 channels");
  }
}
