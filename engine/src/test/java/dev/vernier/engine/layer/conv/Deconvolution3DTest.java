package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class Deconvolution3DTest {
  private static final String AT = "net.param line 4: layer \"layer\" (Deconvolution3D): ";

  /** A column of two planes: 1, 2. */
  private static final Mat LINE = Mat.wrap(new float[] {1, 2}, 4, 1, 1, 2, 1);

  private static Mat run(String params, float... weights) {
    return OneLayerNet.of("Deconvolution3D", params).weights(weights).run(LINE);
  }

  private static float[] alongDepth(String params) {
    return OneLayerNet.values(run("0=1 1=1 21=2 6=2 " + params, 1, 10));
  }

  @Test
  void spreadsEachElementOverAVolume() {
    Mat top =
        OneLayerNet.of("Deconvolution3D", "0=1 1=2 5=1 6=8")
            .weights(1, 2, 3, 4, 5, 6, 7, 8)
            .raw(0.5f)
            .run(Mat.wrap(new float[] {10}, 4, 1, 1, 1, 1));
    assertThat(top.describe()).isEqualTo("(2, 2, 2, 1)");
    assertThat(OneLayerNet.values(top))
        .containsExactly(10.5f, 20.5f, 30.5f, 40.5f, 50.5f, 60.5f, 70.5f, 80.5f);
  }

  @Test
  void addsUpAlongDepth() {
    assertThat(alongDepth("")).containsExactly(1, 12, 20);
    assertThat(alongDepth("23=2")).containsExactly(1, 10, 2, 20);
    assertThat(alongDepth("22=2")).containsExactly(1, 2, 10, 20);
    assertThat(alongDepth("20=1")).containsExactly(1, 12, 20, 0);
  }

  @Test
  void padsOrSizesCutTheImage() {
    assertThat(alongDepth("24=1 17=0")).containsExactly(12, 20);
    assertThat(alongDepth("24=0 17=1")).containsExactly(1, 12);
    assertThat(alongDepth("4=-233 25=1 27=2")).containsExactly(1, 12);
    assertThat(alongDepth("4=-234 25=1 27=2")).containsExactly(12, 20);
    assertThat(alongDepth("4=-233")).containsExactly(1, 12, 20);
  }

  @Test
  void outputPadsDefaultToTheRightOne() {
    Mat top = run("0=1 1=1 18=1 6=1", 3);
    assertThat(top.describe()).isEqualTo("(2, 2, 3, 1)");
    assertThat(OneLayerNet.values(top)).containsExactly(3, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void sumsInputsKeepsOutputsApartAndActivates() {
    Mat top =
        OneLayerNet.of("Deconvolution3D", "0=2 1=1 6=4 9=1")
            .weights(1, 10, -100, -1000)
            .run(Mat.wrap(new float[] {1, 2}, 4, 1, 1, 1, 2));
    assertThat(OneLayerNet.values(top)).containsExactly(21, 0);
  }

  @Test
  void countsItsWork() {
    OneLayerNet net = OneLayerNet.of("Deconvolution3D", "0=1 1=1 21=2 6=2").weights(1, 10);
    assertThat(net.layer().multiplyAdds(new Mat[] {LINE}, new Mat[] {net.run(LINE)})).isEqualTo(4);
    assertThat(net.layer().weightBytes()).isEqualTo(8);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThatThrownBy(() -> run("0=1 1=1 6=1 25=3", 1))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "output_w is 3 but pad_left is 0, must be -233 or -234 for output_w");
    assertThatThrownBy(() -> alongDepth("17=3"))
        .hasMessage(
            AT
                + "bottom \"in0\" is (1, 1, 2, 1) float32, expected one whose image of 1 x 1 x 3"
                + " can be cut to 1 x 1 x 0");
    assertThatThrownBy(() -> run("0=1 1=1 6=2", 1, 2))
        .hasMessage(AT + "bottom \"in0\" is (1, 1, 2, 1) float32, expected 2 channels");
  }
}
