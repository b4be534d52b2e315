package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Convolution1DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Convolution1D): ";
  private static final Mat ROW = Mat.wrap(new float[] {1, 2, 3, 4}, 2, 4, 1, 1, 1);

  private static float[] run(String params, float... weights) {
    return OneLayerNet.values(OneLayerNet.of("Convolution1D", params).weights(weights).run(ROW));
  }

  @Test
  void sumsTheRowsUnderTheWindow() {
    Mat top =
        OneLayerNet.of("Convolution1D", "0=2 1=2 5=1 6=8")
            .weights(1, 10, 100, 1000, 1, 0, 0, 0)
            .raw(0.5f, 0)
            .run(Mat.wrap(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(5421.5f, 6532.5f, 1, 2);
  }

  @Test
  void aVectorIsOneRow() {
    Mat top = OneLayerNet.of("Convolution1D", "0=1 1=2 6=2").weights(1, 10).run(Mat.of(1, 2, 3));
    assertThat(top.describe()).isEqualTo("(2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(21, 32);
  }

  @Test
  void stridesAndDilates() {
    assertThat(run("0=1 1=2 3=2 6=2", 1, 10)).containsExactly(21, 43);
    assertThat(run("0=1 1=2 2=2 6=2", 1, 10)).containsExactly(31, 42);
  }

  @Test
  void padsWithTheValueOnEitherSide() {
    assertThat(run("0=1 1=2 4=1 15=0 18=7.0 6=2", 1, 10)).containsExactly(17, 21, 32, 43);
    assertThat(run("0=1 1=2 4=0 15=1 18=7.0 6=2", 1, 10)).containsExactly(21, 32, 43, 74);
  }

  @Test
  void samePaddingPutsTheOddColumnBehindOrInFront() {
    assertThat(run("0=1 1=2 4=-233 6=2", 1, 10)).containsExactly(21, 32, 43, 4);
    assertThat(run("0=1 1=2 4=-234 6=2", 1, 10)).containsExactly(10, 21, 32, 43);
  }

  @Test
  void appliesTheFusedActivation() {
    assertThat(run("0=1 1=1 6=1 9=3 -23310=2,-3.0,-2.0", -1)).containsExactly(-2, -2, -3, -3);
  }

  @Test
  void takesWeightAndBiasAsBottoms() {
    // (kernel_w, inputs, outputs)
    Mat kernel = Mat.wrap(new float[] {1, 10, 100, 1000}, 3, 1, 2, 1, 2);
    Mat top =
        OneLayerNet.of("Convolution1D", "4=-233 5=1 19=1")
            .blobs(3, 1)
            .run(Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1), kernel, Mat.of(0.5f, 0.25f));
    assertThat(top.describe()).isEqualTo("(2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(31.5f, 42.5f, 3100.25f, 4200.25f);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = OneLayerNet.of("Convolution1D", "0=2 1=2 5=1 6=4").weights(1, 2, 3, 4);
    net.raw(0, 0);
    Mat top = net.run(ROW);
    assertThat(net.layer().multiplyAdds(new Mat[] {ROW}, new Mat[] {top})).isEqualTo(12);
    assertThat(net.layer().weightBytes()).isEqualTo(24);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> run("0=2 1=3 6=4", 1, 2, 3, 4))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "weight_data_size is 4, must be a multiple of num_output x kernel_w, 6");
    assertThatThrownBy(() -> run("0=1 1=1 4=-233 15=1 6=1", 1))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT + "pads (left, right) are -233, 1, must be at least 0, or all -233, or all -234");
    assertThatThrownBy(() -> run("0=1 1=2 2=2147483647 6=2", 1, 2))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "a kernel of 2 with dilation 2147483647 passes 2^31 - 1");
    assertThatThrownBy(() -> OneLayerNet.of("Convolution1D", "0=1 1=1 6=1").int8Weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "int8_scale_term is 0 but the weights are stored as int8, must be set so that"
                + " their scales are read");
    OneLayerNet net = OneLayerNet.of("Convolution1D", "0=1 1=5 6=5").weights(1, 2, 3, 4, 5);
    assertThatThrownBy(() -> net.run(ROW))
        .hasMessage(
            AT + "bottom \"in0\" is (4, 1) float32, padded to 4, expected at least the window's 5");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(2, 8, 2, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (8, 2) float32, expected 1 rows");
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(3, 8, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (8, 1, 1) float32, expected at most two dimensions");
  }

  @Test
  void rejectsGivenWeightsThatDoNotFit() {
    OneLayerNet net = OneLayerNet.of("Convolution1D", "19=1").blobs(2, 1);
    String at = "net.param line 5: layer \"layer\" (Convolution1D): bottom \"in1\" is ";
    assertThatThrownBy(() -> net.run(ROW, OneLayerNet.counting(3, 1, 3, 1, 2)))
        .hasMessage(
            at
                + "(1, 3, 2) float32, expected (kernel_w, inputs a group, outputs) for 1 inputs in"
                + " 1 groups");
    assertThatThrownBy(() -> net.run(ROW, OneLayerNet.counting(4, 1, 1, 1, 2)))
        .hasMessage(at + "(1, 1, 1, 2) float32, expected at most three dimensions");
    OneLayerNet dilated = OneLayerNet.of("Convolution1D", "2=2147483647 19=1").blobs(2, 1);
    assertThatThrownBy(() -> dilated.run(ROW, OneLayerNet.counting(3, 2, 1, 1, 2)))
        .hasMessage(
            at
                + "(2, 1, 2) float32, expected a kernel that, dilated, covers less than 2^31"
                + " elements");
    assertThatThrownBy(() -> net.run(ROW, Mat.create(Mat.Type.INT8, 1, 1, 2)))
        .hasMessage(at + "(1, 1, 2) int8, expected float32");
  }
}
