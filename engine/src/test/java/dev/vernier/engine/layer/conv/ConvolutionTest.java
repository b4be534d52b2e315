package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Convolution): ";

  @Test
  void sumsProductsUnderTheWindow() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=2 5=1 6=4")
            .weights(1, 10, 100, 1000)
            .raw(0.5f)
            .run(OneLayerNet.counting(3, 3, 3, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2, 1)");
    // Rows 0 1 2 / 3 4 5 / 6 7 8.
    assertThat(OneLayerNet.values(top)).containsExactly(4310.5f, 5421.5f, 7643.5f, 8754.5f);
  }

  @Test
  void padsWithTheGivenValueOnEachSide() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 4=1 15=0 14=0 16=2 6=1 18=7.0")
            .weights(2)
            .run(Mat.wrap(new float[] {3}, 3, 1, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 3, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(14, 6, 14, 14, 14, 14);
  }

  @Test
  void samePaddingPutsTheOddElementBehindOrInFront() {
    Mat pair = Mat.wrap(new float[] {1, 2}, 3, 2, 1, 1, 1);
    OneLayerNet upper = OneLayerNet.of("Convolution", "0=1 1=2 11=1 4=-233 6=2").weights(1, 10);
    assertThat(OneLayerNet.values(upper.run(pair))).containsExactly(21, 2);
    OneLayerNet lower = OneLayerNet.of("Convolution", "0=1 1=2 11=1 4=-234 6=2").weights(1, 10);
    assertThat(OneLayerNet.values(lower.run(pair))).containsExactly(10, 21);
  }

  @Test
  void strideAndDilationSkipElements() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=2 11=1 2=2 3=3 13=1 6=2")
            .weights(1, 10)
            .run(Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 3, 6, 1, 1, 1));
    assertThat(OneLayerNet.values(top)).containsExactly(31, 64);
  }

  @Test
  void appliesTheFusedActivation() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 6=1 9=2 -23310=1,0.5")
            .weights(2)
            .run(Mat.wrap(new float[] {-3, 3}, 3, 2, 1, 1, 1));
    assertThat(OneLayerNet.values(top)).containsExactly(-3, 6);
  }

  @Test
  void pointConvolutionOfAVectorIsFullyConnected() {
    Mat top =
        OneLayerNet.of("Convolution", "0=2 1=1 4=1 3=2 5=1 6=4")
            .weights(1, 2, 3, 4)
            .raw(10, 20)
            .run(Mat.of(5, 6));
    assertThat(top.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(top)).containsExactly(27, 59);
  }

  @Test
  void takesWeightAndBiasAsBottoms() {
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 4, 2, 1, 1, 2);
    Mat top =
        OneLayerNet.of("Convolution", "5=1 19=1")
            .blobs(3, 1)
            .run(Mat.wrap(new float[] {1, 2, 3}, 3, 3, 1, 1, 1), kernel, Mat.of(0.5f, 0.25f));
    assertThat(top.describe()).isEqualTo("(2, 1, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21.5f, 32.5f, 2100.25f, 3200.25f);
  }

  @Test
  void sumsIntegersAndScalesBack() {
    // 1.26 · 10 rounds to 13, 0.5 · 10 to 5; weights 2 and -3 at scale 4.
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 5=1 6=2 8=1")
            .int8Weights(2, -3)
            .raw(1)
            .raw(4)
            .raw(10)
            .run(Mat.wrap(new float[] {1.26f, 0.5f}, 3, 1, 1, 1, 2));
    assertThat(OneLayerNet.values(top)[0]).isCloseTo((26 - 15) / 40f + 1, within(1e-6f));
  }

  @Test
  void quantisesRealWeightsAndRequantisesTheOutput() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 6=1 8=101")
            .weights(0.5f)
            .raw(20)
            .raw(10)
            .raw(100)
            .run(Mat.wrap(new float[] {1, -100}, 3, 2, 1, 1, 1));
    assertThat(top.type()).isEqualTo(Mat.Type.INT8);
    // 10 · 10 / 200 · 100 = 50; −100 is clamped to −127, which gives −635, clamped again.
    assertThat(top.copy().bytes()).containsExactly(50, -127);
  }

  @Test
  void aTopScaleOfZeroIsStillInt8() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 6=1 8=101")
            .int8Weights(5)
            .raw(1)
            .raw(1)
            .raw(0)
            .run(Mat.wrap(new float[] {9}, 3, 1, 1, 1, 1));
    assertThat(top.type()).isEqualTo(Mat.Type.INT8);
    assertThat(top.copy().bytes()).containsExactly(0);
  }

  @Test
  void takesAnInt8Bottom() {
    Mat top =
        OneLayerNet.of("Convolution", "0=1 1=1 6=1 8=1")
            .int8Weights(2)
            .raw(1)
            .raw(10)
            .run(Mat.wrap(new byte[] {5}, 3, 1, 1, 1, 1));
    assertThat(OneLayerNet.values(top)).containsExactly(1);
  }

  @Test
  void int8PointConvolutionOfAVectorIsFullyConnectedToo() {
    Mat top =
        OneLayerNet.of("Convolution", "0=2 1=1 6=4 8=1")
            .int8Weights(1, 2, 3, 4)
            .raw(1, 1)
            .raw(1)
            .run(Mat.of(5, 6));
    assertThat(top.describe()).isEqualTo("(2)");
    assertThat(OneLayerNet.values(top)).containsExactly(17, 39);
  }

  @Test
  void tellsCalibrationAboutItsWeights() {
    Quantizable winograd =
        (Quantizable) OneLayerNet.of("Convolution", "0=2 1=3 6=18").weights(new float[18]).layer();
    assertThat(winograd.weightBits()).isEqualTo(6);
    assertThat(winograd.scaleCount()).isEqualTo(2);
    assertThat(winograd.weight().count()).isEqualTo(18);
    Quantizable strided =
        (Quantizable)
            OneLayerNet.of("Convolution", "0=2 1=3 3=2 6=18").weights(new float[18]).layer();
    assertThat(strided.weightBits()).isEqualTo(8);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net =
        OneLayerNet.of("Convolution", "0=2 1=2 5=1 6=8").weights(new float[8]).raw(0, 0);
    Mat bottom = OneLayerNet.counting(3, 3, 3, 1, 1);
    Mat top = net.run(bottom);
    assertThat(net.layer().multiplyAdds(new Mat[] {bottom}, new Mat[] {top})).isEqualTo(32);
    assertThat(net.layer().weightBytes()).isEqualTo(40);
  }

  @Test
  void rejectsWrongParameters() {
    rejects("1=1 6=1", "num_output is 0, must be at least 1");
    rejects("0=1 6=1", "kernel_w is 0, must be at least 1");
    rejects("0=1 1=1 3=0 6=1", "stride_w is 0, must be at least 1");
    rejects("0=1 1=1 2=0 6=1", "dilation_w is 0, must be at least 1");
    rejects("0=1 1=1 5=2 6=1", "bias_term is 2, must be at most 1");
    rejects(
        "0=2 1=3 6=17",
        "weight_data_size is 17, must be a multiple of num_output x kernel_w x kernel_h, 18");
    rejects(
        "0=1 1=1 4=-233 15=0 6=1",
        "pads (left, right, top, bottom) are -233, 0, -233, -233, must be at least 0, or all"
            + " -233, or all -234");
    rejects("0=1 1=1 6=1 9=7", "activation_type is 7, must be at most 6");
    rejects("0=1 1=1 6=1 9=3 -23310=1,0.5", "activation_type 3 needs 2 activation_params, found 1");
    rejects(
        "0=1 1=2 2=2147483647 6=4",
        "weight_data_size is 4, must be a multiple of num_output x kernel_w x kernel_h, 4",
        "a kernel of 2 x 2 with dilation 2147483647 x 2147483647 passes 2^31 - 1");
    rejects("5=1 19=1", "has 1 bottoms, must have at least 3");
  }

  private static void rejects(String params, String... problems) {
    assertThatThrownBy(() -> OneLayerNet.of("Convolution", params).weights(0, 0, 0, 0).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + problems[problems.length - 1]);
  }

  @Test
  void rejectsInt8WeightsWithoutScales() {
    assertThatThrownBy(
            () -> OneLayerNet.of("Convolution", "0=1 1=1 6=4").int8Weights(1, 2, 3, 4).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "int8_scale_term is 0 but the weights are stored as int8, must be set so that"
                + " their scales are read");
  }

  @Test
  void rejectsBottomsThatDoNotFit() {
    OneLayerNet net = OneLayerNet.of("Convolution", "0=1 1=3 6=18").weights(new float[18]);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 4, 4, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in0\" is (4, 4, 3) float32, expected 2 channels");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 4, 2, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT
                + "bottom \"in0\" is (4, 2, 2) float32, padded to 4 x 2, expected at least the"
                + " window's 3 x 3");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(4, 4, 4, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            AT + "bottom \"in0\" is (4, 4, 2, 2) float32, expected at most three dimensions");
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.INT8, 4, 4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "bottom \"in0\" is (4, 4, 2) int8, expected float32");
  }

  @Test
  void rejectsGivenWeightsThatDoNotFit() {
    OneLayerNet net = OneLayerNet.of("Convolution", "5=1 19=1").blobs(3, 1);
    String at = "net.param line 6: layer \"layer\" (Convolution): ";
    Mat bottom = OneLayerNet.counting(3, 3, 3, 1, 2);
    assertThatThrownBy(
            () -> net.run(bottom, OneLayerNet.counting(4, 1, 1, 3, 4), Mat.of(1, 2, 3, 4)))
        .hasMessage(
            at
                + "bottom \"in1\" is (1, 1, 3, 4) float32, expected (kernel_w, kernel_h, inputs a"
                + " group, outputs) for 2 inputs in 1 groups");
    assertThatThrownBy(() -> net.run(bottom, OneLayerNet.counting(4, 1, 1, 2, 4), Mat.of(1, 2, 3)))
        .hasMessage(at + "bottom \"in2\" is (3) float32, expected 4 elements");
  }

  /** "Same" padding grows with the dilation: what no array can hold is refused, not computed. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 16, 1 << 29})
  void refusesAPaddingThatNoArrayHolds(int dilation) {
    OneLayerNet net =
        OneLayerNet.of("Convolution", "0=1 1=3 2=" + dilation + " 4=-233 6=9")
            .weights(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 4, 4, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(AT + "bottom \"in0\" is (4, 4, 1) float32, padded to ")
        .hasMessageEndingWith("expected at most 2147418111 elements with all channels");
  }
}
