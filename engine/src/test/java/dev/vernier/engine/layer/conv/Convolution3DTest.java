package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Convolution3DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Convolution3D): ";

  /** Two planes of two rows of two columns: 1 to 8. */
  private static final Mat CUBE = Mat.wrap(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 2, 2, 1);

  /** A column of three planes: 1, 2, 3. */
  private static final Mat LINE = Mat.wrap(new float[] {1, 2, 3}, 4, 1, 1, 3, 1);

  private static float[] alongDepth(String params, float... weights) {
    return OneLayerNet.values(
        OneLayerNet.of("Convolution3D", "0=1 1=1 21=2 " + params).weights(weights).run(LINE));
  }

  @Test
  void sumsAVolume() {
    Mat top =
        OneLayerNet.of("Convolution3D", "0=1 1=2 5=1 6=8")
            .weights(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000)
            .raw(0.5f)
            .run(Mat.wrap(new float[] {1, 0, 2, 0, 3, 0, 4, 1}, 4, 2, 2, 2, 1));
    assertThat(top.describe()).isEqualTo("(1, 1, 1, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(14030201.5f);
  }

  @Test
  void keepsPlanesAndOutputsApart() {
    Mat top =
        OneLayerNet.of("Convolution3D", "0=2 1=2 11=1 21=1 6=4").weights(1, 10, 1, 0).run(CUBE);
    assertThat(top.describe()).isEqualTo("(1, 2, 2, 2)");
    assertThat(OneLayerNet.values(top)).containsExactly(21, 43, 65, 87, 1, 3, 5, 7);
  }

  @Test
  void sumsTheInputs() {
    Mat top =
        OneLayerNet.of("Convolution3D", "0=1 1=1 21=2 6=4")
            .weights(1, 10, 100, 1000)
            .run(Mat.wrap(new float[] {1, 2, 3, 4}, 4, 1, 1, 2, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(4321);
  }

  @Test
  void stridesDilatesAndPadsAlongDepth() {
    assertThat(alongDepth("6=2", 1, 10)).containsExactly(21, 32);
    assertThat(alongDepth("22=2 6=2", 1, 10)).containsExactly(31);
    assertThat(alongDepth("23=2 24=1 17=1 18=7.0 6=2", 1, 10)).containsExactly(17, 32);
    assertThat(alongDepth("24=1 17=0 18=7.0 6=2", 1, 10)).containsExactly(17, 21, 32);
    assertThat(alongDepth("24=0 17=1 18=7.0 6=2", 1, 10)).containsExactly(21, 32, 73);
  }

  @Test
  void samePaddingPutsTheOddPlaneBehindInBothModes() {
    assertThat(alongDepth("4=-233 6=2", 1, 10)).containsExactly(21, 32, 3);
    assertThat(alongDepth("4=-234 6=2", 1, 10)).containsExactly(21, 32, 3);
  }

  @Test
  void samePaddingPutsTheOddColumnBehindOrInFront() {
    Mat row = Mat.wrap(new float[] {1, 2, 3}, 4, 3, 1, 1, 1);
    OneLayerNet upper =
        OneLayerNet.of("Convolution3D", "0=1 1=2 11=1 21=1 4=-233 6=2").weights(1, 10);
    assertThat(OneLayerNet.values(upper.run(row))).containsExactly(21, 32, 3);
    OneLayerNet lower =
        OneLayerNet.of("Convolution3D", "0=1 1=2 11=1 21=1 4=-234 6=2").weights(1, 10);
    assertThat(OneLayerNet.values(lower.run(row))).containsExactly(10, 21, 32);
  }

  @Test
  void depthDefaultsToWidth() {
    Mat top = OneLayerNet.of("Convolution3D", "0=1 1=1 3=2 4=1 6=1").weights(1).run(CUBE);
    assertThat(top.describe()).isEqualTo("(2, 2, 2, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(0, 0, 0, 0, 0, 0, 0, 8);
  }

  @Test
  void appliesTheFusedActivation() {
    assertThat(alongDepth("6=2 9=2 -23310=1,0.5", -1, 0)).containsExactly(-0.5f, -1);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = OneLayerNet.of("Convolution3D", "0=1 1=1 21=2 6=2").weights(1, 10);
    Mat top = net.run(LINE);
    assertThat(net.layer().multiplyAdds(new Mat[] {LINE}, new Mat[] {top})).isEqualTo(4);
    assertThat(net.layer().weightBytes()).isEqualTo(8);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> OneLayerNet.of("Convolution3D", "0=1 1=2 6=7").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "weight_data_size is 7, must be a multiple of num_output x kernel_w x kernel_h x"
                + " kernel_d, 8");
    assertThatThrownBy(() -> alongDepth("4=1 17=-1 6=2", 1, 10))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT
                + "pads (left, right, top, bottom, front, behind) are 1, 1, 1, 1, 1, -1, must be at"
                + " least 0, or all -233, or all -234");
    assertThatThrownBy(() -> OneLayerNet.of("Convolution3D", "0=1 1=65536 6=1").weights(1).net())
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(
            AT + "a kernel of 65536 x 65536 x 65536 with dilation 1 x 1 x 1 passes 2^31 - 1");
    assertThatThrownBy(() -> alongDepth("22=3 6=2", 1, 10))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 3, 1) float32, padded to 1 x 1 x 3, expected at least"
                + " the window's 1 x 1 x 4");
    OneLayerNet net = OneLayerNet.of("Convolution3D", "0=1 1=1 6=1").weights(1);
    assertThatThrownBy(() -> net.run(OneLayerNet.counting(4, 1, 1, 1, 2)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 1, 2) float32, expected 1 channels");
    assertThatThrownBy(() -> net.run(Mat.create(Mat.Type.INT8, 1, 1, 1, 1)))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 1, 1) int8, expected float32");
  }
}
